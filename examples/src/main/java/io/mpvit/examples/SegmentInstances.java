/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Instance;
import io.mpvit.detection.InstanceVisualizer;
import io.mpvit.detection.Instances;
import io.mpvit.detection.mask.MaskOutline;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.zoo.network.ModelClasses;
import java.nio.file.Path;

/** Finds objects with their pixels, and draws them. */
public final class SegmentInstances {

  private SegmentInstances() {}

  /**
   * Prints class, score, area and outline of each object, and draws the masks.
   *
   * @param args a picture and the drawing to write (.png); optionally a model's name (default: our
   *     own small model of shapes, whose weights come with the library) and a weights file
   * @throws Exception if the picture or the weights cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: SegmentInstances PICTURE OUT.png [MODEL [WEIGHTS]]");
      return;
    }
    Path picture = Path.of(args[0]);
    Criteria.Builder<Path, Instances> criteria =
        Criteria.builder()
            .setTypes(Path.class, Instances.class)
            .optGroupId("io.mpvit")
            .optArtifactId(args.length > 2 ? args[2] : "mask_rcnn_mpvit_pico_shapes")
            .optArgument("threshold", 0.5)
            .optProgress(new ProgressBar());
    if (args.length > 3) {
      criteria.optArgument("weights", args[3]);
    }
    try (ZooModel<Path, Instances> model = criteria.build().loadModel();
        Predictor<Path, Instances> predictor = model.newPredictor()) {
      Instances found = predictor.predict(picture);
      Categories categories = ModelClasses.detected(model); // as the weights call them
      for (Instance item : found.items()) {
        System.out.printf(
            "%-16s %3.0f %%  %8d pixels  %d rings  RLE %.40s...%n",
            categories.get(item.classIndex()).name(),
            100 * item.score(),
            item.mask().area(),
            MaskOutline.of(item.mask()).size(), // polygons in pixels, outer ones and holes
            item.mask().text());
      }
      InstanceVisualizer visualizer = new InstanceVisualizer(categories);
      ImageWriter.write(
          visualizer.draw(ImageReader.read(picture, Orientation.HONOUR_EXIF), found),
          Path.of(args[1]));
    }
  }
}
