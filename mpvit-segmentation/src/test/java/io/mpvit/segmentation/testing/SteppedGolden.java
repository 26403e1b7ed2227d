/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;

/**
 * Compares tensors with golden ones, of which either all elements are stored or every n-th, beside
 * statistics over all: mean, standard deviation, minimum, maximum, largest absolute value.
 */
public final class SteppedGolden {

  private final Npz npz;
  private final double tolerance;
  private final double noises;

  /**
   * @param npz the golden arrays
   * @param tolerance the largest allowed difference over the tensor's standard deviation
   */
  public SteppedGolden(Npz npz, double tolerance) {
    this(npz, tolerance, 0);
  }

  /**
   * Allows more where the reference itself is less exact.
   *
   * @param npz the golden arrays
   * @param tolerance the largest allowed difference over the tensor's standard deviation
   * @param noises or so many times the distance between float32 and float64 of the reference, which
   *     is stored beside the tensor; 10 are suggested
   */
  public SteppedGolden(Npz npz, double tolerance, double noises) {
    this.npz = npz;
    this.tolerance = tolerance;
    this.noises = noises;
  }

  private double share(String name) {
    return noises == 0 || !npz.has(name + ".noise")
        ? tolerance
        : Math.max(tolerance, noises * npz.doubles(name + ".noise")[1]);
  }

  /** Compares a tensor, which may lack batch axes of length 1 in front. */
  public void assertClose(String name, NDArray actual) {
    long[] shape = npz.longs(name + ".shape");
    assertThat(actual.getShape().getShape()).as("shape of " + name).isEqualTo(shape);
    float[] values = actual.toFloatArray();
    double[] stats = npz.doubles(name + ".stats");
    boolean whole = npz.has(name);
    float[] expected = npz.floats(whole ? name : name + ".sample");
    int step = whole ? 1 : npz.ints(name + ".step")[0];
    assertThat((values.length - 1) / step + 1).as("samples of " + name).isEqualTo(expected.length);
    float[] sample = new float[expected.length];
    for (int k = 0; k < sample.length; k++) {
      sample[k] = values[k * step];
    }
    Tolerances.assertClose(name, sample, expected, share(name) * stats[1]);
    assertStats(name, values, stats);
  }

  /** Mean and standard deviation speak for the elements between the samples. */
  private void assertStats(String name, float[] values, double[] stats) {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float v : values) {
      squares += (v - mean) * (v - mean);
    }
    double std = Math.sqrt(squares / values.length);
    double allowed = share(name) * stats[1];
    Tolerances.assertClose("mean of " + name, mean, stats[0], allowed);
    Tolerances.assertClose("standard deviation of " + name, std, stats[1], allowed);
  }
}
