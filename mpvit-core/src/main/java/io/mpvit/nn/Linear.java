/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.TokenOps;

/** A linear layer with bias: [..., in] to [..., out]. Keys {@code weight} and {@code bias}. */
public final class Linear extends UnaryBlock {

  private final Parameter weight;
  private final Parameter bias;

  /**
   * Creates a layer with normal weights (0.02) and zero bias.
   *
   * @param in input channels
   * @param out output channels
   */
  public Linear(int in, int out) {
    this(in, out, Initializers.linear());
  }

  /**
   * Creates a layer with zero bias.
   *
   * @param in input channels
   * @param out output channels
   * @param initializer the weights of a fresh network
   */
  public Linear(int in, int out, Initializer initializer) {
    this(in, out, initializer, Initializer.ZEROS);
  }

  /**
   * Creates a layer.
   *
   * @param in input channels
   * @param out output channels
   * @param initializer the weights of a fresh network
   * @param biasInitializer the bias of a fresh network
   */
  public Linear(int in, int out, Initializer initializer, Initializer biasInitializer) {
    weight = parameter("weight", Parameter.Type.WEIGHT, initializer, out, in);
    bias = parameter("bias", Parameter.Type.BIAS, biasInitializer, out);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return TokenOps.linear(x, weight(pass, x), bias(pass, x), pass.precision(), pass.training());
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
    return TokenOps.linearAdd(x, weight(pass, x), bias(pass, x), residual, pass.precision());
  }

  /**
   * Some of the outputs.
   *
   * @param pass what the forward pass shares
   * @param x [..., in]
   * @param first the first output channel
   * @param count the number of output channels
   * @return [..., count]
   */
  public NDArray part(Pass pass, NDArray x, long first, long count) {
    NDIndex rows = new NDIndex().addSliceDim(first, first + count);
    return TokenOps.linear(
        x, weight(pass, x).get(rows), bias(pass, x).get(rows), pass.precision(), pass.training());
  }

  /**
   * The weight's value.
   *
   * @param pass what the forward pass shares
   * @param x an array on the device wanted
   * @return [out, in]
   */
  public NDArray weight(Pass pass, NDArray x) {
    return pass.value(weight, x);
  }

  /**
   * The bias' value.
   *
   * @param pass what the forward pass shares
   * @param x an array on the device wanted
   * @return [out]
   */
  public NDArray bias(Pass pass, NDArray x) {
    return pass.value(bias, x);
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    Shape out = in.slice(0, in.dimension() - 1).add(weight.getShape().get(0));
    tracer.linear(weight.getShape(), out);
    return out;
  }
}
