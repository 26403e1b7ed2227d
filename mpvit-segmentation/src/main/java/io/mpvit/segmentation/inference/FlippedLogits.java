/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import io.mpvit.image.ImageSize;

/** Logits of a mirrored picture, mirrored back. */
record FlippedLogits(LogitRows source, Flip flip) implements LogitRows {

  /** Logits mirrored back, if they have to be. */
  static LogitRows of(LogitRows source, Flip flip) {
    return flip == Flip.NONE ? source : new FlippedLogits(source, flip);
  }

  @Override
  public ImageSize size() {
    return source.size();
  }

  @Override
  public int classes() {
    return source.classes();
  }

  @Override
  public NDArray rows(int from, int to) {
    if (flip == Flip.HORIZONTAL) {
      return source.rows(from, to).flip(1);
    }
    int height = size().height();
    return source.rows(height - to, height - from).flip(0);
  }

  @Override
  public long widest(int from, int to) {
    int height = size().height();
    return flip == Flip.HORIZONTAL
        ? source.widest(from, to)
        : source.widest(height - to, height - from);
  }
}
