/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Stochastic depth: a residual branch is left out for some samples of a training batch, and scaled
 * up for the others (Huang et al., 2016).
 *
 * @param rate the share of samples for which the branch is left out, in [0, 1)
 */
public record DropPath(float rate) {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public DropPath {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a drop-path rate lies in [0, 1), found " + rate);
    }
  }

  /**
   * Applies it to a branch.
   *
   * @param pass what the forward pass shares; nothing happens without training
   * @param branch [B, ...]
   * @return the branch divided by the keep rate, or zeros, sample by sample
   */
  public NDArray apply(Pass pass, NDArray branch) {
    if (!pass.training() || rate == 0) {
      return branch;
    }
    float keep = 1 - rate;
    int samples = Math.toIntExact(branch.getShape().get(0));
    float[] factors = new float[samples];
    for (int i = 0; i < samples; i++) {
      factors[i] = (float) Math.floor(keep + pass.random().nextFloat()) / keep;
    }
    long[] shape = new long[branch.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[0] = samples;
    try (NDArray borrowed = branch.getManager().create(factors, new Shape(shape))) {
      // Gradients need the factors after Java's memory is gone.
      return branch.mul(borrowed.duplicate());
    }
  }
}
