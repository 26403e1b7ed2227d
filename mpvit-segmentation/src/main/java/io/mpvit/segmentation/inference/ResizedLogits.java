/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.BilinearRows;

/** Logits at another size, by bilinear interpolation without antialiasing. */
final class ResizedLogits implements LogitRows {

  private final LogitRows source;
  private final ImageSize size;
  private final BilinearRows interpolation;

  private ResizedLogits(LogitRows source, ImageSize size) {
    this.source = source;
    this.size = size;
    interpolation =
        new BilinearRows(
            source.size().height(), source.size().width(), size.height(), size.width());
  }

  /** Logits at a size, which may be the one that they have. */
  static LogitRows of(LogitRows source, ImageSize size) {
    return source.size().equals(size) ? source : new ResizedLogits(source, size);
  }

  @Override
  public ImageSize size() {
    return size;
  }

  @Override
  public int classes() {
    return source.classes();
  }

  @Override
  public NDArray rows(int from, int to) {
    return interpolation.compute(source.rows(firstSource(from), endSource(to)), from, to);
  }

  @Override
  public long widest(int from, int to) {
    return Math.max(
        LogitRows.super.widest(from, to), source.widest(firstSource(from), endSource(to)));
  }

  private int firstSource(int from) {
    return interpolation.firstSourceRow(from);
  }

  private int endSource(int to) {
    return interpolation.endOfSourceRows(to - 1);
  }
}
