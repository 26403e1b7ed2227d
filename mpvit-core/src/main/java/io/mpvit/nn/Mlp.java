/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.TokenOps;
import io.mpvit.ops.TokenOps.Perceptron;

/**
 * Two linear layers with the exact GELU between them: [..., in] to [..., out]. Keys {@code fc1.*}
 * and {@code fc2.*}.
 */
public final class Mlp extends UnaryBlock {

  private final Linear fc1;
  private final Linear fc2;

  /**
   * Creates the layers.
   *
   * @param width channels in and out
   * @param hidden channels between the layers
   */
  public Mlp(int width, int hidden) {
    this(width, hidden, width);
  }

  /**
   * Creates layers that change the width.
   *
   * @param in input channels
   * @param hidden channels between the layers
   * @param out output channels
   */
  public Mlp(int in, int hidden, int out) {
    fc1 = child("fc1", new Linear(in, hidden));
    fc2 = child("fc2", new Linear(hidden, out));
  }

  private Perceptron weights(Pass pass, NDArray x) {
    return new Perceptron(
        fc1.weight(pass, x), fc1.bias(pass, x), fc2.weight(pass, x), fc2.bias(pass, x));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return TokenOps.mlp(x, weights(pass, x), pass.precision(), pass.training());
  }

  /**
   * Inference of {@code residual + forward(x)}.
   *
   * @param pass what the forward pass shares
   * @param x [..., in]
   * @param residual [..., out]
   * @return [..., out]
   */
  public NDArray addTo(Pass pass, NDArray x, NDArray residual) {
    return TokenOps.mlpAdd(x, weights(pass, x), residual, pass.precision());
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    return fc2.trace(tracer, fc1.trace(tracer, x));
  }
}
