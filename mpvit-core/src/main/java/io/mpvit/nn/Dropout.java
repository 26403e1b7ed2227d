/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.mpvit.ops.HostArrays;
import java.util.random.RandomGenerator;

/**
 * Sets random elements to zero in training and scales the others up; the identity otherwise. Chance
 * comes from {@link Pass#random}, so a resumed training drops what an unbroken one would have.
 *
 * @param rate probability of an element to be zeroed, in [0, 1)
 */
public record Dropout(float rate) {
  private static final int HALF = 32;
  private static final long LOW = (1L << HALF) - 1;

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is outside [0, 1)
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate must be in [0, 1), found " + rate);
    }
  }

  /**
   * Applies it.
   *
   * @param pass what the forward pass shares
   * @param x any shape
   * @return the same shape; x itself where nothing is dropped
   */
  public NDArray apply(Pass pass, NDArray x) {
    if (!pass.training() || rate == 0) {
      return x;
    }
    NDArray kept;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      boolean[] keep = draw(Math.toIntExact(x.size()), pass.random());
      NDArray mask = HostArrays.of(x.getManager(), keep, x.getShape().getShape());
      NDArray scale = HostArrays.of(x.getManager(), new float[] {1 / (1 - rate)}, 1);
      // One after the other: so gradients need a byte per element, not a float.
      kept = x.mul(mask).mul(scale);
      NDScope.unregister(kept);
    }
    NDScope.register(kept);
    return kept;
  }

  /** Two elements from each number drawn. */
  private boolean[] draw(int count, RandomGenerator random) {
    long zeroed = Math.round(rate * (double) (1L << HALF));
    boolean[] keep = new boolean[count];
    for (int i = 0; i < count; i += 2) {
      long bits = random.nextLong();
      keep[i] = bits >>> HALF >= zeroed;
      if (i + 1 < count) {
        keep[i + 1] = (bits & LOW) >= zeroed;
      }
    }
    return keep;
  }
}
