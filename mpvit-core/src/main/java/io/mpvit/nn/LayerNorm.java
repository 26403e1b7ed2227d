/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.TokenOps;

/** Normalisation of tokens [..., C] over their channels. Keys {@code weight} and {@code bias}. */
public final class LayerNorm extends UnaryBlock {

  private final Parameter weight;
  private final Parameter bias;
  private final double eps;

  /**
   * Creates a normalisation that starts as the identity.
   *
   * @param channels C
   * @param eps added to the variance
   */
  public LayerNorm(int channels, double eps) {
    weight = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, channels);
    bias = parameter("bias", Parameter.Type.BETA, Initializer.ZEROS, channels);
    this.eps = eps;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return TokenOps.layerNorm(x, pass.value(weight, x), pass.value(bias, x), eps);
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    tracer.layerNorm(in);
    return in;
  }
}
