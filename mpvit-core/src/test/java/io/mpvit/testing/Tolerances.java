/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Assertions that say how much of their tolerance they used. {@link ToleranceReport} shows those
 * that are near their limit before another processor's rounding breaks them.
 */
public final class Tolerances {

  private Tolerances() {}

  /**
   * Asserts that a difference is at most the allowed one, and notes it.
   *
   * @param what what was compared
   * @param difference the difference found; NaN is one without limit
   * @param allowed the largest allowed difference, in the same unit
   */
  public static void assertWithin(String what, double difference, double allowed) {
    double found = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    ToleranceLog.note(what, found, allowed);
    assertThat(found).as("difference of " + what).isLessThanOrEqualTo(allowed);
  }

  /** Asserts that two numbers differ by at most {@code allowed}. */
  public static void assertClose(String what, double actual, double expected, double allowed) {
    double difference = difference(actual, expected);
    ToleranceLog.note(what, difference, allowed);
    assertThat(difference)
        .as("difference of %s: %s, expected %s", what, actual, expected)
        .isLessThanOrEqualTo(allowed);
  }

  /** Asserts that two numbers differ by at most {@code share} of the expected one. */
  public static void assertRelative(String what, double actual, double expected, double share) {
    assertClose(what, actual, expected, share * Math.abs(expected));
  }

  /** Asserts that no element differs by more than {@code allowed}. */
  public static void assertClose(String what, float[] actual, float[] expected, double allowed) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    assertWithin(what, largestDifference(actual, expected), allowed);
  }

  /** Asserts that no element differs by more than {@code share} of the largest expected value. */
  public static void assertRelative(String what, float[] actual, float[] expected, double share) {
    double max = 0;
    for (float e : expected) {
      max = Math.max(max, Math.abs(e));
    }
    assertClose(what, actual, expected, share * max);
  }

  /**
   * The largest absolute difference between two arrays of one length.
   *
   * @return infinite if a difference is no number
   */
  public static double largestDifference(float[] actual, float[] expected) {
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, difference(actual[i], expected[i]));
    }
    return worst;
  }

  private static double difference(double actual, double expected) {
    double difference = Math.abs(actual - expected);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }
}
