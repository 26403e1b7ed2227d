/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.survey;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Tiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws what a detector learns from: its input, turned back into pictures, with its targets.
 *
 * @param names of the classes by index
 * @param normalization that of the input
 */
public record DetectionBatchPictures(List<String> names, Normalization normalization) {

  /** Copies the list. */
  public DetectionBatchPictures {
    names = List.copyOf(names);
  }

  /**
   * Draws a batch.
   *
   * @param batch the batch
   * @param tiles how large pictures become
   * @return a picture for each of the batch
   */
  public List<RgbImage> draw(DetectionBatch batch, Tiles tiles) {
    AnnotationVisualizer visualizer =
        new AnnotationVisualizer(
            IntStream.range(0, names.size())
                .mapToObj(k -> new CocoCategory(k, names.get(k)))
                .toList());
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < batch.truths().size(); i++) {
      ImageSize size = batch.images().sizes().get(i);
      RgbImage pixels = normalization.toPicture(batch.images().tensor(), i, size);
      pictures.add(
          visualizer.draw(pixels, size, objects(batch.truths().get(i)), tiles.fitted(size)));
    }
    return pictures;
  }

  private static List<SourceObject> objects(GroundTruth truth) {
    List<SourceObject> objects = new ArrayList<>();
    float[] boxes = truth.boxes();
    for (int k = 0; k < truth.size(); k++) {
      int at = 4 * k;
      CocoBox box =
          new CocoBox(
              boxes[at], boxes[at + 1], boxes[at + 2] - boxes[at], boxes[at + 3] - boxes[at + 1]);
      List<double[]> polygons = truth.polygons().isEmpty() ? List.of() : truth.polygons().get(k);
      objects.add(new SourceObject(truth.classes()[k], box, polygons));
    }
    return objects;
  }
}
