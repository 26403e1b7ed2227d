/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

/**
 * One axis of a bilinear interpolation as PyTorch computes it, in floats: a target cell lies at
 * {@code (i + 0.5) * in / out - 0.5}, at least 0; beyond the last cell its value holds.
 *
 * @param in cells of the source
 * @param out cells of the target
 */
record BilinearAxis(int in, int out) {

  BilinearAxis {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException("sizes are at least 1, found " + in + " and " + out);
    }
  }

  /** The source cell at or before a target cell. */
  int lower(int i) {
    return Math.min((int) place(i), in - 1);
  }

  /** The source cell after it, or the last one. */
  int upper(int i) {
    return Math.min(lower(i) + 1, in - 1);
  }

  /** How much the upper cell counts, 0 to 1. */
  float weight(int i) {
    return Math.min(place(i) - lower(i), 1);
  }

  private float place(int i) {
    float scale = (float) in / out;
    return Math.max(scale * (i + 0.5f) - 0.5f, 0);
  }
}
