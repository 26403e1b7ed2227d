/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.ConvolutionOps;

/**
 * Normalisation of maps [B, C, H, W] over the elements of groups of consecutive channels, eps 1e-5.
 * Keys {@code weight} and {@code bias}.
 */
public final class GroupNorm extends UnaryBlock {

  private static final double EPS = 1e-5;

  private final Parameter weight;
  private final Parameter bias;
  private final int groups;

  /**
   * Creates a normalisation that starts as the identity.
   *
   * @param groups number of groups
   * @param channels C
   * @throws IllegalArgumentException if the groups do not divide the channels
   */
  public GroupNorm(int groups, int channels) {
    if (groups <= 0 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "group norm: " + groups + " groups do not divide " + channels + " channels");
    }
    this.groups = groups;
    weight = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, channels);
    bias = parameter("bias", Parameter.Type.BETA, Initializer.ZEROS, channels);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return ConvolutionOps.groupNorm(
        x, pass.value(weight, x), pass.value(bias, x), groups, EPS, pass.training());
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    tracer.layerNorm(in);
    return in;
  }
}
