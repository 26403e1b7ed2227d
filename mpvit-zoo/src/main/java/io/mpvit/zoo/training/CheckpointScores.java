/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import ai.djl.MalformedModelException;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.recipe.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Scores checkpoints from their files, as anyone would who was given them.
 *
 * @param <P> the pipeline
 */
final class CheckpointScores<P> implements TrainingListener {

  private final TrainingRunBuilder plan;
  private final Class<P> pipeline;
  private final Evaluator<P> evaluator;
  private final MetricsFiles metrics;
  private final BooleanSupplier stopping;
  private final Runnable enough;
  private final BestCheckpoint best;
  private long last;

  /**
   * Makes a listener.
   *
   * @param stopping whether the user wants the training to end
   * @param enough ends the training, because its scores do not get better any more
   */
  CheckpointScores(
      TrainingRunBuilder plan,
      Class<P> pipeline,
      Evaluator<P> evaluator,
      MetricsFiles metrics,
      BooleanSupplier stopping,
      Runnable enough) {
    this.plan = plan;
    this.pipeline = pipeline;
    this.evaluator = evaluator;
    this.metrics = metrics;
    this.stopping = stopping;
    this.enough = enough;
    this.best = new BestCheckpoint(plan.out);
  }

  /** Makes up for scores that an earlier run was ended before. */
  @Override
  public void started(long iteration, long iterations) throws IOException {
    last = iterations;
    best.started(iteration);
    if (iteration > 0 && !metrics.hasScores(iteration)) {
      checkpoint(iteration, plan.out.resolve(CheckpointFolder.name(iteration)));
    }
    endIfEnough(iteration, iterations);
  }

  @Override
  public void checkpoint(long iteration, Path checkpoint) throws IOException {
    if (iteration % plan.evaluateEvery != 0 && iteration != last || metrics.hasScores(iteration)) {
      return; // the checkpoint of a training that ends is written once more
    }
    Path results = plan.out.resolve("evaluation-%08d".formatted(iteration));
    try (LoadedNetwork<P> model =
        NetworkLoader.load(plan.card, weights(checkpoint), plan.device, pipeline)) {
      Evaluator.Scores scores =
          evaluator.score(model.pipeline(), model.manager(), results, new Stoppable());
      String comparison = best.offer(iteration, scores.measure(), weights(checkpoint));
      metrics.scores(iteration, scores.json());
      plan.log.accept("step " + iteration + ": " + scores.text());
      plan.log.accept("step " + iteration + ": " + comparison);
      endIfEnough(iteration, last);
    } catch (MalformedModelException e) {
      throw new IOException(e.getMessage(), e);
    } catch (CancellationException e) {
      plan.log.accept("step " + iteration + ": not scored, which a resumed training makes up for");
    }
  }

  private void endIfEnough(long iteration, long iterations) {
    if (plan.patience != null && iteration < iterations && best.isOutOf(plan.patience)) {
      plan.log.accept(
          "no scoring of the last %d was better than that after step %d: the training ends"
              .formatted(best.best().since(), best.best().iteration()));
      enough.run();
    }
  }

  /** Ends the work between two batches. */
  private final class Stoppable implements WorkListener {

    @Override
    public void started(long done, long total) {
      plan.progress.started(done, total);
    }

    @Override
    public void advanced(long done) {
      plan.progress.advanced(done);
      if (stopping.getAsBoolean()) {
        throw new CancellationException();
      }
    }

    @Override
    public void warning(String line) {
      plan.progress.warning(line);
    }

    @Override
    public void ended() {
      plan.progress.ended();
    }
  }

  /** What a user of the checkpoint would take. */
  static Path weights(Path checkpoint) {
    Path average = checkpoint.resolve(CheckpointFolder.AVERAGE);
    return Files.exists(average) ? average : checkpoint.resolve(CheckpointFolder.MODEL);
  }
}
