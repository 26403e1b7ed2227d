/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import java.util.Arrays;

/**
 * The one order in which this library ranks scored things: descending score, equal scores in input
 * order, scores that are not a number last. It does not depend on the sorting algorithm, so results
 * are the same on every machine and engine.
 */
public final class ScoreOrder {

  private ScoreOrder() {}

  /**
   * Ranks scores.
   *
   * @param scores any values, NaN and infinities included
   * @return the positions of {@code scores}, best first
   */
  public static int[] descending(float[] scores) {
    // One primitive sort instead of a comparator over boxed indices: rank in the upper half of a
    // long, input position in the lower half.
    long[] keys = new long[scores.length];
    for (int i = 0; i < scores.length; i++) {
      keys[i] = ((long) rank(scores[i]) << 32) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[scores.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** Maps a score to an int that grows as the score falls; NaN gets the largest. */
  private static int rank(float score) {
    if (Float.isNaN(score)) {
      return Integer.MAX_VALUE;
    }
    int bits = Float.floatToIntBits(score + 0f); // -0 + 0 is 0: the two zeros tie
    int ascending = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    return ~ascending;
  }
}
