/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import io.mpvit.image.ImageSize;

/** Class logits of every pixel, some rows at a time: all of them may be more than memory holds. */
interface LogitRows {

  /** The size at which the logits are. */
  ImageSize size();

  /** The number of classes. */
  int classes();

  /**
   * Computes rows.
   *
   * @param from the first row
   * @param to one past the last
   * @return [to - from, width, classes]
   */
  NDArray rows(int from, int to);

  /** The array that a computation of the given rows handles at once, at most, per class. */
  default long widest(int from, int to) {
    return (long) (to - from) * size().width();
  }
}
