/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;

/** Logits as a network emits them. */
final class MapLogits implements LogitRows {

  private final NDArray rows;

  /**
   * Takes one picture's logits.
   *
   * @param map [1, K, h, w]
   */
  MapLogits(NDArray map) {
    rows = map.squeeze(0).transpose(1, 2, 0); // [K, h, w] -> [h, w, K]
  }

  @Override
  public ImageSize size() {
    Shape shape = rows.getShape();
    return new ImageSize((int) shape.get(0), (int) shape.get(1));
  }

  @Override
  public int classes() {
    return (int) rows.getShape().get(2);
  }

  @Override
  public NDArray rows(int from, int to) {
    return rows.get(new NDIndex("{}:{}", from, to));
  }
}
