/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * The fixed-point weights that bring one axis from {@code in} to {@code out} samples, for the
 * outputs of a window only.
 *
 * <p>Follows Pillow's arithmetic step by step in doubles, because the weights are then rounded to
 * 22 fractional bits and the last bit shows in the pixels.
 */
final class AxisWeights {
  /** Fractional bits of a weight. */
  static final int PRECISION = 22;

  /** Half a unit: added before the shift, it rounds. */
  static final int ROUND = 1 << (PRECISION - 1);

  private final int[] first;
  private final int[] count;
  private final int[] weights;
  private final int stride;

  private AxisWeights(int[] first, int[] count, int[] weights, int stride) {
    this.first = first;
    this.count = count;
    this.weights = weights;
    this.stride = stride;
  }

  /**
   * Weights of the outputs {@code from .. from + length - 1}.
   *
   * @param in samples of the source axis
   * @param out samples of the whole target axis
   */
  static AxisWeights of(Resampling kernel, int in, int out, int from, int length) {
    double scale = (double) in / out;
    double widening = Math.max(scale, 1.0);
    double support = kernel.radius() * widening;
    int stride = Math.min((int) Math.ceil(support) * 2 + 1, in);
    int[] first = new int[length];
    int[] count = new int[length];
    int[] weights = new int[Math.multiplyExact(length, stride)];
    double[] exact = new double[stride];
    double perSample = 1.0 / widening;
    for (int i = 0; i < length; i++) {
      double centre = (from + i + 0.5) * scale;
      int lo = Math.max((int) (centre - support + 0.5), 0);
      int hi = Math.min((int) (centre + support + 0.5), in);
      double sum = 0;
      for (int k = 0; k < hi - lo; k++) {
        exact[k] = kernel.weight((k + lo - centre + 0.5) * perSample);
        sum += exact[k];
      }
      for (int k = 0; k < hi - lo; k++) {
        double w = (sum != 0 ? exact[k] / sum : exact[k]) * (1 << PRECISION);
        weights[i * stride + k] = (int) (w < 0 ? w - 0.5 : w + 0.5);
      }
      first[i] = lo;
      count[i] = hi - lo;
    }
    return new AxisWeights(first, count, weights, stride);
  }

  int length() {
    return first.length;
  }

  /** The first source sample of an output. */
  int first(int output) {
    return first[output];
  }

  /** How many source samples an output takes. */
  int count(int output) {
    return count[output];
  }

  /** Where an output's weights begin in {@link #weights()}. */
  int offset(int output) {
    return output * stride;
  }

  int[] weights() {
    return weights;
  }

  /** The most source samples that any output takes. */
  int widest() {
    int most = 0;
    for (int n : count) {
      most = Math.max(most, n);
    }
    return most;
  }
}
