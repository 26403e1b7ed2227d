/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Licence;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Score;
import io.mpvit.zoo.repository.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a training has made: a folder that is a model. */
final class TrainedModel {

  private static final Licence YOURS =
      new Licence(
          "your own",
          "Trained by you: under the terms of the data, and of the weights that it began with.");

  private TrainedModel() {}

  /**
   * Makes the output folder of a training a model.
   *
   * @param plan what was trained
   * @param weights the file in the output folder
   * @param labels what the data's classes are called
   * @param parameters how many the network has
   * @param steps the training's length
   * @param settings those by which a resumed training is known
   */
  static void write(
      TrainingRunBuilder plan,
      Path weights,
      ClassLabels labels,
      long parameters,
      long steps,
      Map<String, String> settings)
      throws IOException {
    ModelCard base = plan.card;
    ModelCard card =
        new ModelCard(
            ModelPackage.name(plan.out),
            base.task(),
            base.architecture(),
            base.backbone(),
            steps + " iterations",
            plan.data.toAbsolutePath().normalize().getFileName().toString(),
            parameters,
            Optional.empty(),
            OptionalDouble.empty(),
            new MetricsFiles(plan.out).scoresOf(steps).map(TrainedModel::scores).orElse(List.of()),
            Optional.empty(),
            YOURS,
            List.of());
    ModelPackage.write(weights, card, Optional.of(labels), settings);
  }

  /** The principal scores in percent, under the names that published ones have. */
  static List<Score> scores(JsonObject found) {
    List<Score> scores = new ArrayList<>();
    add(scores, "box_AP", part(found, "bbox").get("AP"), 100);
    add(scores, "mask_AP", part(found, "segm").get("AP"), 100);
    add(scores, "mIoU", found.get("mIoU"), 100);
    add(scores, "acc1", found.get("acc1"), 1);
    return scores;
  }

  private static JsonObject part(JsonObject found, String name) {
    return found.get(name) instanceof JsonObject part ? part : new JsonObject();
  }

  /** What nothing could be measured of is below 0, or no number. */
  private static void add(List<Score> scores, String name, JsonElement value, double factor) {
    if (value != null && value.isJsonPrimitive()) {
      double percent = Math.round(value.getAsDouble() * factor * 100) / 100.0;
      if (percent >= 0) {
        scores.add(new Score(name, percent));
      }
    }
  }
}
