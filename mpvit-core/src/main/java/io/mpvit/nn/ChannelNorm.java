/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.ConvolutionOps.Norm;

/**
 * A normalisation of maps [B, C, H, W] that at inference is one factor and one term per channel, so
 * that it can be folded into the convolution before it ({@link ConvBn}).
 */
public abstract class ChannelNorm extends UnaryBlock {

  /** Added to variances. */
  static final double EPS = 1e-5;

  /** Only the classes of this package know how to be folded. */
  ChannelNorm() {}

  /** Whether the values are the same at training as at inference and never learn. */
  abstract boolean isConstant();

  /**
   * The values on a device.
   *
   * @param pass what the forward pass shares
   * @param x an array on the device wanted
   * @return the values
   */
  abstract Norm values(Pass pass, NDArray x);

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    tracer.batchNorm(in);
    return in;
  }
}
