/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import ai.djl.MalformedModelException;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.recipe.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
  private long last;

  CheckpointScores(
      TrainingRunBuilder plan, Class<P> pipeline, Evaluator<P> evaluator, MetricsFiles metrics) {
    this.plan = plan;
    this.pipeline = pipeline;
    this.evaluator = evaluator;
    this.metrics = metrics;
  }

  @Override
  public void started(long iteration, long iterations) {
    last = iterations;
  }

  @Override
  public void checkpoint(long iteration, Path checkpoint) throws IOException {
    if (iteration % plan.evaluateEvery != 0 && iteration != last) {
      return;
    }
    Path results = plan.out.resolve("evaluation-%08d".formatted(iteration));
    try (LoadedNetwork<P> model =
        NetworkLoader.load(plan.card, weights(checkpoint), plan.device, pipeline)) {
      Evaluator.Scores scores =
          evaluator.score(model.pipeline(), model.manager(), results, plan.progress);
      metrics.scores(iteration, scores.json());
      plan.log.accept("step " + iteration + ": " + scores.text());
    } catch (MalformedModelException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What a user of the checkpoint would take. */
  static Path weights(Path checkpoint) {
    Path average = checkpoint.resolve(CheckpointFolder.AVERAGE);
    return Files.exists(average) ? average : checkpoint.resolve(CheckpointFolder.MODEL);
  }
}
