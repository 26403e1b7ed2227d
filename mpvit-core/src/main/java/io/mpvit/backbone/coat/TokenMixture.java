/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;

/**
 * One weighted sum of the class tokens of several scales: [B, n, C] to [B, 1, C]. Keys {@code
 * weight} [1, n, 1] and {@code bias} [1], those of a one-dimensional convolution over the tokens.
 */
final class TokenMixture extends UnaryBlock {

  private final Parameter weight;
  private final Parameter bias;

  TokenMixture(int tokens) {
    weight =
        parameter("weight", Parameter.Type.WEIGHT, Initializers.torchUniform(tokens), 1, tokens, 1);
    bias = parameter("bias", Parameter.Type.BIAS, Initializers.torchUniform(tokens), 1);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray tokens) {
    NDArray mixed = tokens.mul(pass.value(weight, tokens)).sum(new int[] {1}, true);
    return mixed.add(pass.value(bias, tokens));
  }

  @Override
  public Shape trace(Tracer tracer, Shape tokens) {
    Shape out = new Shape(tokens.get(0), 1, tokens.get(2));
    // As the convolution that it is: every element of the result reads one of each token.
    tracer.convolution(
        new Shape(1, tokens.get(1), 1, 1), new Shape(tokens.get(0), 1, 1, tokens.get(2)));
    return out;
  }
}
