/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;

/**
 * Sets random elements to zero in training and scales the others up; the identity otherwise.
 *
 * @param rate probability of an element to be zeroed, in [0, 1)
 */
public record Dropout(float rate) {

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
    return pass.training() && rate > 0
        ? ai.djl.nn.norm.Dropout.dropout(x, rate, true).singletonOrThrow()
        : x;
  }
}
