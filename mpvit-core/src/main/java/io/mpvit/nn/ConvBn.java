/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Nonlinearity;

/**
 * Convolution without bias, normalisation and, if asked, an activation. At inference the
 * normalisation is part of the convolution; at training too, if it never learns, so that no map
 * between the two must be kept. The names of its two parts under which their keys stand are the
 * caller's.
 */
public final class ConvBn extends UnaryBlock {

  private final Conv2d conv;
  private final ChannelNorm norm;
  private final Nonlinearity activation;

  /**
   * Creates the pair.
   *
   * @param convName the convolution's path
   * @param conv the convolution
   * @param normName the normalisation's path
   * @param norm the normalisation, of as many channels as the convolution makes
   * @param activation what follows
   */
  public ConvBn(
      String convName, Conv2d conv, String normName, ChannelNorm norm, Nonlinearity activation) {
    this.conv = child(convName, conv);
    this.norm = child(normName, norm);
    this.activation = activation;
  }

  /**
   * Creates the pair with a batch normalisation.
   *
   * @param convName the convolution's path
   * @param conv the convolution
   * @param bnName the normalisation's path
   * @param activation what follows
   */
  public ConvBn(String convName, Conv2d conv, String bnName, Nonlinearity activation) {
    this(convName, conv, bnName, new BatchNorm2d(conv.outputChannels()), activation);
  }

  /**
   * Creates the pair with a batch normalisation under the names {@code conv} and {@code bn}.
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
          norm.values(pass, x),
          conv.geometry(),
          activation,
          pass.precision());
    }
    return activation.apply(normalized(pass, x), true);
  }

  /**
   * Adds a map to the output of a pair without activation: {@code norm(conv(x)) + residual}.
   *
   * @param pass what the forward pass shares
   * @param x the input
   * @param residual a map of the output's shape
   * @return the output
   * @throws IllegalStateException if the pair has an activation
   */
  public NDArray addTo(Pass pass, NDArray x, NDArray residual) {
    if (activation != Nonlinearity.NONE) {
      throw new IllegalStateException("nothing can be added after an activation");
    }
    if (!pass.training()) {
      return ConvolutionOps.conv2dBatchNormAdd(
          x,
          conv.weight(pass, x),
          norm.values(pass, x),
          residual,
          conv.geometry(),
          pass.precision());
    }
    return normalized(pass, x).add(residual);
  }

  /**
   * Adds onto a map before the activation: {@code activation(norm(conv(x)) + residual)}. At
   * inference the result takes the place of the residual's values, so that the largest maps of a
   * network are not made anew in every block. For use inside another block's computation, which
   * closes what is made on the way.
   *
   * @param pass what the forward pass shares
   * @param x the input
   * @param residual a map of the output's shape; its values are lost at inference
   * @return the output
   */
  public NDArray addOnto(Pass pass, NDArray x, NDArray residual) {
    if (!pass.training()) {
      return ConvolutionOps.conv2dBatchNormOnto(
          x,
          conv.weight(pass, x),
          norm.values(pass, x),
          residual,
          conv.geometry(),
          activation,
          pass.precision());
    }
    return activation.apply(normalized(pass, x).add(residual), true);
  }

  private NDArray normalized(Pass pass, NDArray x) {
    if (norm.isConstant()) {
      return ConvolutionOps.conv2dConstantNorm(
          x, conv.weight(pass, x), norm.values(pass, x), conv.geometry(), pass.precision());
    }
    return norm.forward(pass, conv.forward(pass, x));
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    return norm.trace(tracer, conv.trace(tracer, in));
  }
}
