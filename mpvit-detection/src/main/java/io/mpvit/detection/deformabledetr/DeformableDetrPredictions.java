/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What one layer predicts.
 *
 * @param logits class logits, [B, Q, K]
 * @param boxes centre x, centre y, width and height relative to the picture without padding, [B, Q,
 *     4], in [0, 1]
 */
public record DeformableDetrPredictions(NDArray logits, NDArray boxes) {

  /**
   * Checks that the two belong together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public DeformableDetrPredictions {
    Shape l = logits.getShape();
    Shape b = boxes.getShape();
    if (l.dimension() != 3 || !b.equals(new Shape(l.get(0), l.get(1), 4))) {
      throw new IllegalArgumentException(
          "Deformable DETR predictions: expected logits [B, Q, K] and boxes [B, Q, 4], found "
              + l
              + " and "
              + b);
    }
  }

  /**
   * Reads the output of a {@link DeformableDetr} block.
   *
   * @param outputs pairs of logits and boxes
   * @return the last decoder layer's predictions, then, in training, those of the layers before it,
   *     from the first, and of the encoder if it proposes
   * @throws IllegalArgumentException if there is not at least one pair
   */
  public static List<DeformableDetrPredictions> listOf(NDList outputs) {
    if (outputs.isEmpty() || outputs.size() % 2 != 0) {
      throw new IllegalArgumentException(
          "Deformable DETR predictions: expected pairs of logits and boxes, found "
              + outputs.size()
              + " arrays");
    }
    List<DeformableDetrPredictions> list = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i += 2) {
      list.add(new DeformableDetrPredictions(outputs.get(i), outputs.get(i + 1)));
    }
    return List.copyOf(list);
  }
}
