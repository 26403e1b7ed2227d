/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.report;

import java.util.Arrays;

/**
 * A line through any number of values, of which it keeps the means of at most {@value #MOST} equal
 * stretches: smooth where there are many, exact where there are few.
 */
final class Curve {

  static final int MOST = 400;

  private final double[] places = new double[MOST];
  private final double[] means = new double[MOST];
  private int size;
  private int stretch = 1;
  private int inLast = 1;

  /**
   * Adds a value.
   *
   * @param place where, at or after the last one
   * @param value the value
   */
  void add(double place, double value) {
    if (inLast == stretch && size == MOST) {
      halve();
    }
    if (inLast == stretch) {
      size++;
      inLast = 0;
    }
    inLast++;
    int last = size - 1;
    places[last] += (place - places[last]) / inLast;
    means[last] += (value - means[last]) / inLast;
  }

  private void halve() {
    size = MOST / 2;
    for (int i = 0; i < size; i++) {
      places[i] = (places[2 * i] + places[2 * i + 1]) / 2;
      means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
    }
    Arrays.fill(places, size, MOST, 0);
    Arrays.fill(means, size, MOST, 0);
    stretch *= 2;
    inLast = stretch;
  }

  double[] places() {
    return Arrays.copyOf(places, size);
  }

  double[] means() {
    return Arrays.copyOf(means, size);
  }
}
