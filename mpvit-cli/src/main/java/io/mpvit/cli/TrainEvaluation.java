/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import io.mpvit.detection.Categories;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.evaluation.CategoryMapping;
import io.mpvit.detection.evaluation.DetectionRun;
import io.mpvit.detection.evaluation.DetectionScores;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkFamilies;
import io.mpvit.zoo.network.NetworkLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Scores checkpoints on the evaluation pictures, exactly as {@code evaluate detection} would.
 *
 * @param card the model
 * @param data a folder with instances.json and images
 * @param out where the results go
 * @param every how many steps lie between evaluations; the last checkpoint is scored in any case
 * @param iterations the last step
 * @param device where to run
 * @param metrics gets the scores
 * @param progress hears of pictures that are left out
 */
record TrainEvaluation(
    ModelCard card,
    Path data,
    Path out,
    long every,
    long iterations,
    Device device,
    MetricsFiles metrics,
    WorkLine progress)
    implements TrainingListener {

  @Override
  public void checkpoint(long iteration, Path checkpoint) throws IOException {
    if (iteration % every != 0 && iteration != iterations) {
      return;
    }
    CocoDataset dataset = CocoDataset.read(data.resolve(TrainCommand.ANNOTATIONS));
    Path results = out.resolve("evaluation-%08d.json".formatted(iteration));
    JsonObject made = new JsonObject();
    made.addProperty("checkpoint", checkpoint.toString());
    // An earlier run may have scored a checkpoint of this number that was lost.
    Files.deleteIfExists(DetectionRun.journalOf(results));
    try (LoadedNetwork<?> model =
        NetworkLoader.load(
            card, weights(checkpoint), device, NetworkFamilies.of(card).pipelineType())) {
      boolean masks = model.pipeline() instanceof InstanceSegmenter;
      ObjectDetector detector =
          model.pipeline() instanceof InstanceSegmenter segmenter
              ? segmenter.detector()
              : (ObjectDetector) model.pipeline();
      Categories categories =
          CategoryMapping.of(NetworkFamilies.of(card).classes(model.block()), dataset);
      DetectionRun.Outcome outcome =
          new DetectionRun(
                  dataset, data.resolve(TrainCommand.IMAGES), categories, 1, Integer.MAX_VALUE)
              .run(pictures -> detector.detect(pictures, model.manager()), results, made, progress);
      List<IouType> types = DetectionScores.types(dataset, masks);
      List<CocoSummary> summaries =
          DetectionScores.of(dataset, results, outcome.evaluated(), types);
      metrics.scores(iteration, CocoReport.scores(summaries));
      summaries.forEach(
          summary ->
              progress.warning(
                  "step %d, %s%n%s".formatted(iteration, summary.type(), summary.table())));
    } catch (MalformedModelException e) {
      throw new IOException(e.getMessage(), e);
    }
    Files.deleteIfExists(DetectionRun.journalOf(results));
  }

  /** What a user of the checkpoint would take. */
  static Path weights(Path checkpoint) {
    Path average = checkpoint.resolve(CheckpointFolder.AVERAGE);
    return Files.exists(average) ? average : checkpoint.resolve(CheckpointFolder.MODEL);
  }
}
