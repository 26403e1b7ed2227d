/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.ConvolutionOps;

/**
 * Convolution without bias, batch normalisation and, if asked, hardswish. At inference the
 * normalisation is folded into the convolution. The names of its two parts under which their keys
 * stand are the caller's.
 */
public final class ConvBn extends UnaryBlock {

  private final Conv2d conv;
  private final BatchNorm2d bn;
  private final boolean activate;

  /**
   * Creates the pair.
   *
   * @param convName the convolution's path
   * @param conv the convolution
   * @param bnName the normalisation's path
   * @param activate whether hardswish follows
   */
  public ConvBn(String convName, Conv2d conv, String bnName, boolean activate) {
    this.conv = child(convName, conv);
    this.bn = child(bnName, new BatchNorm2d(Math.toIntExact(conv.weight().getShape().get(0))));
    this.activate = activate;
  }

  /**
   * Creates the pair under the names {@code conv} and {@code bn}.
   *
   * @param conv the convolution
   * @param activate whether hardswish follows
   */
  public ConvBn(Conv2d conv, boolean activate) {
    this("conv", conv, "bn", activate);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    if (!pass.training()) {
      return ConvolutionOps.conv2dBatchNorm(
          x, conv.weight(pass, x), bn.values(pass, x), conv.geometry(), activate, pass.precision());
    }
    NDArray y = bn.forward(pass, conv.forward(pass, x));
    return activate ? ConvolutionOps.hardswish(y, true) : y;
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    return bn.trace(tracer, conv.trace(tracer, in));
  }
}
