/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** The activations that may follow a convolution and its normalisation. */
public enum Nonlinearity {
  /** None: {@code x}. */
  NONE(0),
  /** {@code x * clamp(x + 3, 0, 6) / 6}. */
  HARDSWISH(1),
  /** {@code max(x, 0)}. */
  RELU(2);

  private final int code;

  Nonlinearity(int code) {
    this.code = code;
  }

  /** The number by which kernels know it. */
  int code() {
    return code;
  }

  /**
   * Applies the activation.
   *
   * @param x any shape
   * @param training whether gradients flow through
   * @return the same shape
   */
  public NDArray apply(NDArray x, boolean training) {
    return switch (this) {
      case NONE -> x;
      case HARDSWISH -> ConvolutionOps.hardswish(x, training);
      case RELU -> Activation.relu(x);
    };
  }
}
