/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import io.mpvit.image.ImageSize;
import java.util.Arrays;

/** Collects the runs of a mask in column-major order and keeps them in canonical form. */
final class RunWriter {
  private final ImageSize size;
  private final int pixels;
  private int[] counts = new int[32];

  /** The run that is being extended; odd runs are set pixels. */
  private int last;

  private int position;

  RunWriter(ImageSize size) {
    this.size = size;
    this.pixels = Rle.pixels(size);
  }

  /** Appends pixels of one value; none is allowed. */
  void add(int length, boolean value) {
    if (length == 0) {
      return;
    }
    if (((last & 1) == 1) != value) {
      last++;
      if (last == counts.length) {
        counts = Arrays.copyOf(counts, 2 * counts.length);
      }
    }
    counts[last] += length;
    position += length;
  }

  /** Fills up to a position with unset pixels. */
  void skipTo(int target) {
    add(target - position, false);
  }

  /** Fills the rest with unset pixels and returns the mask. */
  Rle finish() {
    skipTo(pixels);
    return Rle.trusted(size, Arrays.copyOf(counts, last + 1));
  }
}
