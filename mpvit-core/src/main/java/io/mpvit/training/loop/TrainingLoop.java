/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.checkpoint.CheckpointException;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.training.GradientTape;
import io.mpvit.training.Losses;
import io.mpvit.training.MovingAverage;
import io.mpvit.training.Objective;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.Gradients;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final RandomStreams streams;
  private volatile boolean stopping;

  TrainingLoop(TrainingLoopBuilder<B> plan, NDManager manager) {
    this.plan = plan;
    this.manager = manager;
    streams = new RandomStreams(plan.seed);
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
   * @throws IllegalArgumentException if the checkpoint is of a run with other settings
   * @throws TrainingDivergedException if a loss or a gradient is not a finite number
   */
  public Ending run() throws IOException, MalformedModelException, InterruptedException {
    try (NDManager own = manager.newSubManager()) {
      Optional<Path> checkpoint = newest();
      long start = checkpoint.isPresent() ? enter(checkpoint.get()) : 0;
      plan.network.unfreeze();
      try (AdamW optimizer =
              new AdamW(plan.network, plan.recipe.groups(), plan.recipe.settings(), own);
          MovingAverage average = average(own)) {
        if (checkpoint.isPresent()) {
          restore(checkpoint.get(), optimizer, average);
        }
        return train(new Learner(optimizer, average), start);
      } finally {
        plan.listeners.forEach(TrainingListener::ended);
      }
    }
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
    if (position.seed() != plan.seed || !position.settings().equals(plan.settings)) {
      throw new IllegalArgumentException(
          "%s is of a training with seed %d and %s, found seed %d and %s"
              .formatted(
                  checkpoint, position.seed(), position.settings(), plan.seed, plan.settings));
    }
    try (StateDict weights = StateDict.open(checkpoint.resolve(CheckpointFolder.MODEL))) {
      new WeightLoader(LoadRules.strict()).load(plan.network, weights, manager);
    }
    plan.objective.restore(position.objective());
    return position.iteration();
  }

  private static void restore(Path checkpoint, AdamW optimizer, MovingAverage average)
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

  private Ending train(Learner learner, long start)
      throws IOException, CheckpointException, InterruptedException {
    for (TrainingListener listener : plan.listeners) {
      listener.started(start, plan.iterations);
    }
    long done = start;
    try (BatchStream<B> batches = plan.source.open(start * plan.recipe.accumulation())) {
      while (done < plan.iterations && !stopping) {
        StepReport report = learner.step(done, batches);
        done++;
        for (TrainingListener listener : plan.listeners) {
          listener.step(report);
        }
        if (done % plan.every == 0 && done < plan.iterations && !stopping) {
          save(done, learner);
        }
      }
    }
    if (done > start) {
      save(done, learner);
    }
    return done < plan.iterations ? Ending.STOPPED : Ending.DONE;
  }

  private void save(long done, Learner learner) throws IOException, CheckpointException {
    if (plan.checkpoints == null) {
      return;
    }
    Map<String, StateDict> files = new LinkedHashMap<>();
    files.put(CheckpointFolder.MODEL, BlockStateDict.of(plan.network));
    files.put(CheckpointFolder.OPTIMIZER, learner.optimizer.state());
    if (learner.average != null) {
      files.put(CheckpointFolder.AVERAGE, learner.average.state());
    }
    TrainingPosition position =
        new TrainingPosition(done, plan.seed, plan.objective.state(), plan.settings, Map.of());
    Path checkpoint = plan.checkpoints.write(position, files, plan.metadata);
    for (TrainingListener listener : plan.listeners) {
      listener.checkpoint(done, checkpoint);
    }
  }

  /** What a step needs and changes. */
  private final class Learner {
    private final AdamW optimizer;
    private final MovingAverage average;
    private final Gradients gradients = new Gradients(plan.network);

    Learner(AdamW optimizer, MovingAverage average) {
      this.optimizer = optimizer;
      this.average = average;
    }

    StepReport step(long iteration, BatchStream<B> batches)
        throws IOException, InterruptedException {
      long began = System.nanoTime();
      int parts = plan.recipe.accumulation();
      Map<String, Double> losses = new LinkedHashMap<>();
      int samples = 0;
      long waited = 0;
      for (int part = 0; part < parts; part++) {
        try (NDManager scratch = manager.newSubManager()) {
          long asked = System.nanoTime();
          B batch = batches.next(scratch);
          waited += System.nanoTime() - asked;
          samples += plan.source.samples(batch);
          backward(scratch, batch, iteration, part)
              .forEach((name, value) -> losses.merge(name, value / parts, Double::sum));
        }
      }
      requireFinite(iteration, losses);
      double norm = follow(iteration, parts);
      double rate = plan.recipe.rate().at(iteration);
      return new StepReport(
          iteration + 1,
          plan.iterations,
          losses,
          rate,
          norm,
          samples,
          (System.nanoTime() - began) / 1e9,
          waited / 1e9);
    }

    private Map<String, Double> backward(NDManager scratch, B batch, long iteration, int part) {
      try (GradientTape tape = new GradientTape()) {
        Pass pass =
            new Pass(
                new ParameterStore(scratch, false),
                true,
                Precision.FLOAT32,
                streams.stream("pass", iteration, part));
        Losses losses = plan.objective.losses(pass, batch);
        tape.backward(losses.total());
        return losses.values();
      }
    }

    private double follow(long iteration, int parts) {
      if (parts > 1) {
        gradients.scale(1.0 / parts);
      }
      double most = plan.recipe.maxNorm();
      double norm = Double.isInfinite(most) ? gradients.norm() : gradients.clip(most);
      requireFinite(iteration, Map.of("gradient norm", norm));
      optimizer.step(plan.recipe.rate().at(iteration));
      gradients.clear();
      if (average != null) {
        average.update();
      }
      return norm;
    }

    private void requireFinite(long iteration, Map<String, Double> values) {
      List<String> bad =
          values.entrySet().stream()
              .filter(entry -> !Double.isFinite(entry.getValue()))
              .map(entry -> entry.getKey() + " is " + entry.getValue())
              .toList();
      if (!bad.isEmpty()) {
        throw new TrainingDivergedException(
            "step %d: %s; a lower learning rate or a longer warm-up may help"
                .formatted(iteration + 1, String.join(", ", bad)));
      }
    }
  }
}
