/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import java.nio.file.Path;

/** Finds objects on pictures, the DJL way: {@code Criteria}, model, predictor. */
public final class DetectObjects {

  private DetectObjects() {}

  /**
   * Prints class, score and box (as fractions of the picture) of each object.
   *
   * @param args a picture; optionally a model's name (default: our own small model of shapes, whose
   *     weights come with the library) and a weights file
   * @throws Exception if the picture or the weights cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1) {
      System.err.println("usage: DetectObjects PICTURE [MODEL [WEIGHTS]]");
      return;
    }
    Criteria.Builder<Path, DetectedObjects> criteria =
        Criteria.builder()
            // Path, not Image: so the picture is read as at the model's training, and upright
            .setTypes(Path.class, DetectedObjects.class)
            .optGroupId("io.mpvit")
            .optArtifactId(args.length > 1 ? args[1] : "mask_rcnn_mpvit_pico_shapes")
            .optArgument("threshold", 0.5)
            .optProgress(new ProgressBar());
    if (args.length > 2) {
      criteria.optArgument("weights", args[2]);
    }
    try (ZooModel<Path, DetectedObjects> model = criteria.build().loadModel();
        Predictor<Path, DetectedObjects> predictor = model.newPredictor()) {
      DetectedObjects found = predictor.predict(Path.of(args[0]));
      found.items().forEach(System.out::println);
    }
  }
}
