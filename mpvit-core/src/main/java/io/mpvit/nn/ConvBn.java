/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Nonlinearity;

/**
 * Convolution without bias, batch normalisation and, if asked, an activation. At inference the
 * normalisation is folded into the convolution. The names of its two parts under which their keys
 * stand are the caller's.
 */
public final class ConvBn extends UnaryBlock {

  private final Conv2d conv;
  private final BatchNorm2d bn;
  private final Nonlinearity activation;

  /**
   * Creates the pair.
   *
   * @param convName the convolution's path
   * @param conv the convolution
   * @param bnName the normalisation's path
   * @param activation what follows
   */
  public ConvBn(String convName, Conv2d conv, String bnName, Nonlinearity activation) {
    this.conv = child(convName, conv);
    this.bn = child(bnName, new BatchNorm2d(Math.toIntExact(conv.weight().getShape().get(0))));
    this.activation = activation;
  }

  /**
   * Creates the pair under the names {@code conv} and {@code bn}.
   *
   * @param conv the convolution
   * @param activation what follows
   */
  public ConvBn(Conv2d conv, Nonlinearity activation) {
    this("conv", conv, "bn", activation);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    if (!pass.training()) {
      return ConvolutionOps.conv2dBatchNorm(
          x,
          conv.weight(pass, x),
          bn.values(pass, x),
          conv.geometry(),
          activation,
          pass.precision());
    }
    NDArray y = bn.forward(pass, conv.forward(pass, x));
    return activation.apply(y, true);
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    return bn.trace(tracer, conv.trace(tracer, in));
  }
}
