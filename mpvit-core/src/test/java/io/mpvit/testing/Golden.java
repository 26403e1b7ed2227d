/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;

/**
 * Compares tensors with golden ones, of which either every element is stored or an evenly spaced
 * sample together with statistics over all elements.
 */
public final class Golden {

  private static final int WHOLE_LIMIT = 4096;
  private static final int SAMPLES = 2048;

  private final Npz npz;
  private final double tolerance;

  /**
   * @param npz the golden arrays
   * @param tolerance the largest allowed difference, relative to the tensor's largest absolute
   *     value
   */
  public Golden(Npz npz, double tolerance) {
    this.npz = npz;
    this.tolerance = tolerance;
  }

  /**
   * Compares a tensor stored as {@code name.shape}, {@code .stats}, {@code .stride} or {@code
   * .step}, {@code .sample}.
   */
  public void assertTap(String name, NDArray actual) {
    assertThat(actual.getShape().getShape())
        .as("shape of " + name)
        .isEqualTo(npz.longs(name + ".shape"));
    float[] values = actual.toFloatArray();
    String step = npz.has(name + ".stride") ? ".stride" : ".step";
    int stride = Math.toIntExact(npz.longs(name + step)[0]);
    float[] expected = npz.floats(name + ".sample");
    float[] sample = new float[expected.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values[i * stride];
    }
    double[] stats = npz.doubles(name + ".stats");
    assertClose(name, sample, expected, stats[2]);
    assertStats(name, values, stats);
  }

  /**
   * Compares a tensor stored as {@code name} (whole or sampled) or {@code name.sample}, {@code
   * name.shape} and {@code name.stats}.
   */
  public void assertSampled(String name, NDArray actual) {
    assertThat(actual.getShape().getShape())
        .as("shape of " + name)
        .isEqualTo(npz.longs(name + ".shape"));
    float[] values = actual.toFloatArray();
    float[] expected = npz.floats(npz.has(name) ? name : name + ".sample");
    float[] sample = values;
    if (values.length > WHOLE_LIMIT) {
      sample = new float[SAMPLES];
      for (int k = 0; k < SAMPLES; k++) {
        sample[k] = values[(int) ((long) k * values.length / SAMPLES)];
      }
    }
    double[] stats = npz.doubles(name + ".stats");
    assertClose(name, sample, expected, stats[2]);
    assertStats(name, values, stats);
  }

  /**
   * Compares an array that is stored whole, by the tolerance times its own largest absolute value.
   */
  public void assertWhole(String name, NDArray actual) {
    float[] expected = npz.floats(name);
    double max = 0;
    for (float e : expected) {
      max = Math.max(max, Math.abs(e));
    }
    assertThat(actual.getShape().getShape()).as("shape of " + name).isEqualTo(npz.shape(name));
    assertClose(name, actual.toFloatArray(), expected, max);
  }

  private void assertClose(String name, float[] actual, float[] expected, double max) {
    Tolerances.assertClose(name, actual, expected, tolerance * max);
  }

  /** Mean, standard deviation and largest value speak for the elements between the samples. */
  private void assertStats(String name, float[] values, double[] stats) {
    double sum = 0;
    double squares = 0;
    double max = 0;
    for (float v : values) {
      sum += v;
      squares += (double) v * v;
      max = Math.max(max, Math.abs(v));
    }
    double mean = sum / values.length;
    double std = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    double allowed = 2 * tolerance * stats[2];
    Tolerances.assertClose("mean of " + name, mean, stats[0], allowed);
    Tolerances.assertClose("standard deviation of " + name, std, stats[1], allowed);
    Tolerances.assertClose("largest value of " + name, max, stats[2], allowed);
  }
}
