/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
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
    long[] mask = new long[branch.getShape().dimension()];
    Arrays.fill(mask, 1);
    mask[0] = branch.getShape().get(0);
    NDArray kept =
        branch
            .getManager()
            .randomUniform(0, 1, new Shape(mask), DataType.FLOAT32)
            .add(keep)
            .floor();
    return branch.div(keep).mul(kept);
  }
}
