/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Chooses some of several positions. */
@FunctionalInterface
public interface Sampler {

  /** Takes the first ones: for comparisons that chance would spoil. */
  Sampler FIRST = (positions, count) -> Arrays.copyOf(positions, Math.min(count, positions.length));

  /**
   * Chooses without replacement.
   *
   * @param positions what to choose from, ascending; it is left as it is
   * @param count how many at most
   * @return the chosen ones, all of them if there are no more than {@code count}
   */
  int[] choose(int[] positions, int count);

  /**
   * Chooses with equal chances.
   *
   * @param random where the chances come from
   * @return the sampler; the positions that it chooses are in no order
   */
  static Sampler random(RandomGenerator random) {
    return (positions, count) -> {
      int[] shuffled = positions.clone();
      int taken = Math.min(count, shuffled.length);
      // The first steps of Fisher and Yates' shuffle.
      for (int i = 0; i < taken; i++) {
        int j = i + random.nextInt(shuffled.length - i);
        int chosen = shuffled[j];
        shuffled[j] = shuffled[i];
        shuffled[i] = chosen;
      }
      return Arrays.copyOf(shuffled, taken);
    };
  }
}
