/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.schedule;

/**
 * A rate that falls as a power of the time left, with a linear warm-up, by iteration: {@code rate
 * (1 - t / iterations)^power}, during the warm-up times {@code 1 - (1 - t / warmup)(1 - start)}.
 *
 * @param rate the rate at the start, before the warm-up's factor
 * @param iterations the length of the training
 * @param power 1 for a straight line
 * @param warmup iterations of warm-up
 * @param start the warm-up's factor at iteration 0
 */
public record PolynomialDecay(double rate, long iterations, double power, long warmup, double start)
    implements LearningRate {

  /** Checks the values. */
  public PolynomialDecay {
    if (!(rate >= 0) || iterations < 1 || !(power >= 0) || warmup < 0 || !(start >= 0)) {
      throw new IllegalArgumentException(
          "iterations is at least 1 and the rest at least 0, found %s, %s, %s, %s, %s"
              .formatted(iterations, rate, power, warmup, start));
    }
  }

  /**
   * The published segmentation schedule: 6e-5 over 160000 iterations, 1500 of warm-up from 1e-6.
   */
  public static PolynomialDecay published() {
    return new PolynomialDecay(6e-5, 160_000, 1, 1500, 1e-6);
  }

  @Override
  public double at(long iteration) {
    LearningRate.requireTime(iteration);
    double left = Math.max(0, 1 - (double) iteration / iterations);
    double regular = rate * Math.pow(left, power);
    if (iteration >= warmup) {
      return regular;
    }
    return regular * (1 - (1 - (double) iteration / warmup) * (1 - start));
  }
}
