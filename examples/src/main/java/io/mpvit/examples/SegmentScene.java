/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.SegmentationVisualizer;
import io.mpvit.zoo.network.ModelClasses;
import java.nio.file.Path;

/** Says what a scene consists of, and colours it. */
public final class SegmentScene {

  private SegmentScene() {}

  /**
   * Prints each class with its share of the picture, and draws the classes over it, with a legend.
   *
   * @param args a picture and the drawing to write (.png); optionally a model's name (default: our
   *     own small model of shapes, whose weights come with the library) and a weights file
   * @throws Exception if the picture or the weights cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: SegmentScene PICTURE OUT.png [MODEL [WEIGHTS]]");
      return;
    }
    Path picture = Path.of(args[0]);
    Criteria.Builder<Path, LabelMap> criteria =
        Criteria.builder()
            .setTypes(Path.class, LabelMap.class)
            .optGroupId("io.mpvit")
            .optArtifactId(args.length > 2 ? args[2] : "upernet_mpvit_pico_shapes")
            .optProgress(new ProgressBar());
    if (args.length > 3) {
      criteria.optArgument("weights", args[3]);
    }
    try (ZooModel<Path, LabelMap> model = criteria.build().loadModel();
        Predictor<Path, LabelMap> predictor = model.newPredictor()) {
      LabelMap labels = predictor.predict(picture); // at the picture's own size
      SegmentationClasses classes = ModelClasses.segmented(model); // as the weights call them
      for (ClassShare share : labels.shares()) {
        System.out.printf(
            "%-16s %5.1f %%  %8d pixels%n",
            classes.name(share.classIndex()), 100 * share.share(), share.pixels());
      }
      SegmentationVisualizer visualizer = new SegmentationVisualizer(classes);
      ImageWriter.write(
          visualizer.draw(ImageReader.read(picture, Orientation.HONOUR_EXIF), labels),
          Path.of(args[1]));
    }
  }
}
