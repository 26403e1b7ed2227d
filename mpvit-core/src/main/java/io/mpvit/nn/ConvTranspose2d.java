/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.ConvolutionOps;

/**
 * A transposed convolution without overlaps, which enlarges a map k times: [B, in, H, W] to [B,
 * out, k * H, k * W]. Keys {@code weight}, [in, out, k, k], and {@code bias}.
 */
public final class ConvTranspose2d extends UnaryBlock {

  private final Parameter weight;
  private final Parameter bias;

  /**
   * Creates a layer with zero bias and He initialisation.
   *
   * @param in input channels
   * @param out output channels
   * @param kernel the window's side and the stride
   */
  public ConvTranspose2d(int in, int out, int kernel) {
    Initializer he = Initializers.heNormal((long) kernel * kernel * in);
    weight = parameter("weight", Parameter.Type.WEIGHT, he, in, out, kernel, kernel);
    bias = parameter("bias", Parameter.Type.BIAS, Initializer.ZEROS, out);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return ConvolutionOps.convTranspose2d(
        x, pass.value(weight, x), pass.value(bias, x), pass.precision(), pass.training());
  }

  /**
   * The weight's value, for a block that computes with it itself.
   *
   * @param pass what the forward pass shares
   * @param x an array on the device wanted
   * @return [in, out, k, k]
   */
  public NDArray weight(Pass pass, NDArray x) {
    return pass.value(weight, x);
  }

  /**
   * The bias' value, for a block that computes with it itself.
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
    Shape w = weight.getShape();
    Shape out = new Shape(in.get(0), w.get(1), w.get(2) * in.get(2), w.get(3) * in.get(3));
    // Each output element is one product over the input channels.
    tracer.convolution(new Shape(w.get(1), w.get(0), 1, 1), out);
    return out;
  }
}
