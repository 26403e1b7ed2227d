/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Activation;
import io.mpvit.detection.Detection;
import io.mpvit.detection.DetectionDecoder;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.TopScores;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns Deformable DETR's predictions into detections: the best pairs of query and class, without
 * threshold or suppression; a query may appear several times with different classes. Scores that
 * are not numbers never appear.
 *
 * @param detections most results of one image; published: 100
 */
public record DeformableDetrDecoder(int detections) implements DetectionDecoder {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public DeformableDetrDecoder {
    if (detections <= 0) {
      throw new IllegalArgumentException("detections must be positive, found " + detections);
    }
  }

  @Override
  public List<Detections> decode(NDList outputs, List<ImageSize> sizes) {
    DeformableDetrPredictions predictions = DeformableDetrPredictions.listOf(outputs).get(0);
    if (predictions.logits().getShape().get(0) != sizes.size()) {
      throw new IllegalArgumentException(
          "sizes: expected one for each of "
              + predictions.logits().getShape().get(0)
              + " images, found "
              + sizes);
    }
    List<Detections> images = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      for (int image = 0; image < sizes.size(); image++) {
        images.add(
            decode(
                predictions.logits().get(image),
                predictions.boxes().get(image).toFloatArray(),
                sizes.get(image)));
      }
    }
    return images;
  }

  /** Boxes are relative to the picture, so they need no detour over the network's size. */
  @Override
  public List<Detections> decode(NDList outputs, List<ImageSize> sizes, List<ImageSize> originals) {
    return decode(outputs, originals);
  }

  private Detections decode(NDArray logits, float[] boxes, ImageSize size) {
    int classes = Math.toIntExact(logits.getShape().get(1));
    NDArray scores = Activation.sigmoid(logits);
    TopScores top = TopScores.select(scores, Float.NEGATIVE_INFINITY, detections);
    List<Detection> items = new ArrayList<>();
    for (int i = 0; i < top.size(); i++) {
      int position = top.positions()[i];
      Box box = box(boxes, position / classes).scaled(size.width(), size.height());
      items.add(new Detection(box, top.values()[i], position % classes));
    }
    return new Detections(size, items);
  }

  private static Box box(float[] boxes, int query) {
    int at = 4 * query;
    float halfWidth = 0.5f * boxes[at + 2];
    float halfHeight = 0.5f * boxes[at + 3];
    return new Box(
        boxes[at] - halfWidth,
        boxes[at + 1] - halfHeight,
        boxes[at] + halfWidth,
        boxes[at + 1] + halfHeight);
  }
}
