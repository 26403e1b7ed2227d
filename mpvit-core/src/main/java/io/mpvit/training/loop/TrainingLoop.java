/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.LossScale;
import io.mpvit.training.MovingAverage;
import io.mpvit.training.Objective;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.optimizer.Optimizer;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Trains a network.
 *
 * <p>A training that is ended at any moment, by a kill too, loses no more than the steps since its
 * last checkpoint; on the CPU the resumed one goes on with exactly the losses of an unbroken one.
 *
 * <pre>{@code
 * try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 3)) {
 *   TrainingLoop.of(network, objective, source, recipe)
 *       .iterations(1000)
 *       .seed(1)
 *       .checkpoints(checkpoints, 100)
 *       .listeners(List.of(new MetricsFiles(folder)))
 *       .build(manager)
 *       .run();
 * }
 * }</pre>
 *
 * @param <B> a batch
 */
public final class TrainingLoop<B> {

  /** How a run came to its end. */
  public enum Ending {
    /** All steps are done. */
    DONE,
    /** {@link TrainingLoop#stop} was called. */
    STOPPED
  }

  private final TrainingLoopBuilder<B> plan;
  private final NDManager manager;
  private final Replicas<B> replicas;
  private final LossScale scale;
  private volatile boolean stopping;

  TrainingLoop(TrainingLoopBuilder<B> plan, NDManager manager) {
    this.plan = plan;
    this.manager = manager;
    replicas =
        new Replicas<>(plan.devices, plan.objective, plan.precision, new RandomStreams(plan.seed));
    scale = plan.scalesLoss ? new LossScale() : null;
  }

  /**
   * Begins a plan.
   *
   * @param network initialised; it is unfrozen
   * @param objective what it is trained for
   * @param source the batches
   * @param recipe how it learns
   * @param <B> a batch
   * @return the plan
   */
  public static <B> TrainingLoopBuilder<B> of(
      TorchBlock network, Objective<B> objective, BatchSource<B> source, TrainingRecipe recipe) {
    return new TrainingLoopBuilder<>(network, objective, source, recipe);
  }

  /** Ends the training after the present step, with a checkpoint. May come from any thread. */
  public void stop() {
    stopping = true;
  }

  /**
   * Trains from the newest checkpoint, or from the beginning if there is none, to the end.
   *
   * @return how it ended
   * @throws IOException if data cannot be read, or a checkpoint or what a listener keeps cannot be
   *     written
   * @throws MalformedModelException if the checkpoint does not fit the network
   * @throws InterruptedException if the thread is interrupted while it waits for data
   * @throws IllegalArgumentException if the checkpoint is of a run with other settings (but for the
   *     number of iterations), or beyond the last step
   * @throws TrainingDivergedException if a loss or a gradient is not a finite number
   */
  public Ending run() throws IOException, MalformedModelException, InterruptedException {
    try (NDManager own = manager.newSubManager()) {
      Optional<Path> checkpoint = newest();
      long start = checkpoint.isPresent() ? enter(checkpoint.get()) : 0;
      plan.network.unfreeze();
      plan.constant.forEach(TrainingLoop::keep);
      try (Optimizer optimizer =
              plan.recipe.settings().optimizer(plan.network, plan.recipe.groups(), own);
          MovingAverage average = average(own)) {
        if (checkpoint.isPresent()) {
          restore(checkpoint.get(), optimizer, average);
        }
        Learner<B> learner = new Learner<>(plan, replicas, optimizer, average, scale);
        return train(learner, () -> files(optimizer, average), start);
      } finally {
        plan.listeners.forEach(TrainingListener::ended);
      }
    }
  }

  /** No gradient reaches the block, and what it normalises with stays too. */
  private static void keep(TorchBlock block) {
    block.freeze();
    BatchNorm2d.setStatistics(block, BatchNorm2d.Statistics.RUNNING);
  }

  private MovingAverage average(NDManager own) {
    double decay = plan.recipe.averageDecay();
    return decay > 0 ? new MovingAverage(plan.network, decay, own) : null;
  }

  private Optional<Path> newest() throws IOException {
    return plan.checkpoints == null ? Optional.empty() : plan.checkpoints.newest();
  }

  private long enter(Path checkpoint) throws IOException, MalformedModelException {
    TrainingPosition position = CheckpointFolder.read(checkpoint).orElseThrow();
    goOn(checkpoint, position);
    try (StateDict weights = StateDict.open(checkpoint.resolve(CheckpointFolder.MODEL))) {
      new WeightLoader(LoadRules.strict()).load(plan.network, weights, manager);
    }
    replicas.restore(position.objective());
    if (scale != null) {
      scale.restore(position.lossScale());
    }
    return position.iteration();
  }

  /** Only its length may be another than the training was started with. */
  private void goOn(Path checkpoint, TrainingPosition position) {
    Map<String, String> before = new TreeMap<>(position.settings());
    Map<String, String> now = new TreeMap<>(plan.allSettings());
    before.put("seed", Long.toString(position.seed()));
    now.put("seed", Long.toString(plan.seed));
    SettingsChange change = new SettingsChange(before, now);
    Optional<String> obstacle = change.obstacle();
    if (obstacle.isPresent()) {
      throw new IllegalArgumentException(
          "%s is of a training with other settings: %s".formatted(checkpoint, obstacle.get()));
    }
    if (position.iteration() > plan.iterations) {
      throw new IllegalArgumentException(
          "%s is after step %d, beyond the %d steps that are asked for"
              .formatted(checkpoint, position.iteration(), plan.iterations));
    }
    if (change.otherLength().isPresent()) {
      plan.notes.accept(
          ("planned for %s steps, now for %d: from step %d on the learning rate follows the"
               + " schedule of the new length, as if it had been that from the start; it goes on at"
               + " %s")
              .formatted(
                  change.otherLength().get(),
                  plan.iterations,
                  position.iteration() + 1,
                  rate(position.iteration())));
    }
  }

  private String rate(long iteration) {
    long step = Math.min(iteration, plan.iterations - 1);
    return String.format(Locale.ROOT, "%.3g", plan.recipe.rate().at(step));
  }

  private static void restore(Path checkpoint, Optimizer optimizer, MovingAverage average)
      throws IOException, CheckpointException {
    try (StateDict state = StateDict.open(checkpoint.resolve(CheckpointFolder.OPTIMIZER))) {
      optimizer.restore(state);
    }
    if (average != null) {
      try (StateDict state = StateDict.open(checkpoint.resolve(CheckpointFolder.AVERAGE))) {
        average.restore(state);
      }
    }
  }

  private Ending train(Learner<B> learner, Supplier<Map<String, StateDict>> state, long start)
      throws IOException, CheckpointException, InterruptedException {
    for (TrainingListener listener : plan.listeners) {
      listener.started(start, plan.iterations);
    }
    long done = start;
    try (BatchStream<B> batches = plan.source.open(start * Learner.batches(plan))) {
      while (done < plan.iterations && !stopping) {
        StepReport report = learner.step(done, batches, manager);
        done++;
        for (TrainingListener listener : plan.listeners) {
          listener.step(report);
        }
        if (done % plan.every == 0 && done < plan.iterations && !stopping) {
          save(done, state);
        }
      }
    }
    if (done > start) {
      save(done, state);
    }
    return done < plan.iterations ? Ending.STOPPED : Ending.DONE;
  }

  /** The values are borrowed: they are to be written before the next step. */
  private Map<String, StateDict> files(Optimizer optimizer, MovingAverage average) {
    Map<String, StateDict> files = new LinkedHashMap<>();
    files.put(CheckpointFolder.MODEL, BlockStateDict.of(plan.network));
    files.put(CheckpointFolder.OPTIMIZER, optimizer.state());
    if (average != null) {
      files.put(CheckpointFolder.AVERAGE, average.state());
    }
    return files;
  }

  private void save(long done, Supplier<Map<String, StateDict>> state)
      throws IOException, CheckpointException {
    if (plan.checkpoints == null) {
      return;
    }
    TrainingPosition position =
        new TrainingPosition(
            done,
            plan.seed,
            replicas.state(),
            scale == null ? Map.of() : scale.state(),
            plan.allSettings(),
            Map.of());
    Path checkpoint = plan.checkpoints.write(position, state.get(), plan.metadata);
    for (TrainingListener listener : plan.listeners) {
      listener.checkpoint(done, checkpoint);
    }
  }
}
