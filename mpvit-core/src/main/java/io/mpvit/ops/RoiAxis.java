/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

/**
 * One axis of {@link RoiAlign} for one box: which rows (or columns) of the map each output cell
 * averages, and with what weights.
 *
 * <p>The mean over a grid of bilinear samples is separable: the weight of a map element in a cell
 * is the product of its row's and its column's weight. The rows of a cell are consecutive.
 */
final class RoiAxis {
  private final int[] first;
  private final int[] count;
  private final float[] weights;
  private final int stride;
  private int total;

  /**
   * Creates an axis to be filled.
   *
   * @param cells output cells
   * @param size length of the map's axis
   */
  RoiAxis(int cells, int size) {
    first = new int[cells];
    count = new int[cells];
    stride = size;
    weights = new float[cells * size];
  }

  /**
   * Computes the axis of a box. The coordinates are float32 step by step, as in the reference
   * implementation: the number of samples must be the same at every rounding.
   *
   * @param low the box' lower edge in map coordinates, half a cell taken off
   * @param extent the box' length in map cells
   */
  void fill(float low, float extent) {
    total = 0;
    float cell = extent / first.length;
    float samples = (float) Math.ceil(cell);
    for (int c = 0; c < first.length; c++) {
      count[c] = 0;
      // Written so that NaN, infinity and an empty extent leave the cell without samples.
      if (samples >= 1 && samples < Float.POSITIVE_INFINITY && Math.abs(low) < Float.MAX_VALUE) {
        sample(c, low + c * cell, cell, samples);
      }
      total += count[c];
    }
  }

  /** Adds the samples of one cell, skipping those that a huge box has far outside the map. */
  private void sample(int cell, float start, float length, float samples) {
    double step = (double) length / samples;
    long from = Math.max(0, (long) Math.floor((-1 - start) / step) - 1);
    long to = (long) Math.min(samples, Math.ceil((stride - start) / step) + 1);
    int base = cell * stride;
    float share = 1 / samples;
    for (long i = from; i < to; i++) {
      float at = start + (i + 0.5f) * length / samples;
      if (at < -1 || at > stride) {
        continue;
      }
      float position = Math.max(at, 0);
      int low = (int) position;
      if (low >= stride - 1) {
        add(cell, base, stride - 1, share);
      } else {
        float fraction = position - low;
        add(cell, base, low, (1 - fraction) * share);
        add(cell, base, low + 1, fraction * share);
      }
    }
  }

  /** Samples come in ascending order and at most one element apart, so a cell has no gaps. */
  private void add(int cell, int base, int element, float weight) {
    if (count[cell] == 0) {
      first[cell] = element;
    }
    int offset = element - first[cell];
    if (offset == count[cell]) {
      weights[base + offset] = 0;
      count[cell]++;
    }
    weights[base + offset] += weight;
  }

  /** The first map element of a cell. */
  int first(int cell) {
    return first[cell];
  }

  /** The number of map elements of a cell, 0 if all its samples lie outside the map. */
  int count(int cell) {
    return count[cell];
  }

  /** The weight of the i-th map element of a cell. */
  float weight(int cell, int i) {
    return weights[cell * stride + i];
  }

  /** The number of map elements of all cells together. */
  int total() {
    return total;
  }
}
