/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;

/** Layers that act on each token (the last axis) alone, and the change between tokens and maps. */
public final class TokenOps {

  private TokenOps() {}

  /**
   * Lays a map out as tokens, row by row.
   *
   * @param map [B, C, H, W]; a view results where its memory is channels last
   * @return [B, H*W, C]
   */
  public static NDArray toTokens(NDArray map) {
    Shape shape = map.getShape();
    return map.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).transpose(0, 2, 1);
  }

  /**
   * Lays tokens out as a map; a view.
   *
   * @param tokens [B, H*W, C]
   * @param height H
   * @param width W
   * @return [B, C, H, W]
   */
  public static NDArray toMap(NDArray tokens, long height, long width) {
    Shape shape = tokens.getShape();
    return tokens.transpose(0, 2, 1).reshape(shape.get(0), shape.get(2), height, width);
  }

  /**
   * {@code x W^T + b}.
   *
   * @param x [..., in]
   * @param weight [out, in]
   * @param bias [out]
   * @param precision the number format to compute in
   * @param training whether gradients flow through
   * @return [..., out]
   */
  public static NDArray linear(
      NDArray x, NDArray weight, NDArray bias, Precision precision, boolean training) {
    if (precision == Precision.FLOAT32) {
      return Linear.linear(x, weight, bias).singletonOrThrow();
    }
    if (training) {
      return Kernels.differentiate("linear_in", new long[] {precision.code()}, x, weight, bias);
    }
    return Kernels.call("linear", x, weight, bias, precision.code());
  }

  /**
   * {@code residual + (x W^T + b)}, for inference.
   *
   * @param x [..., in]
   * @param weight [out, in]
   * @param bias [out]
   * @param residual [..., out]
   * @param precision the number format to compute in
   * @return [..., out]
   */
  public static NDArray linearAdd(
      NDArray x, NDArray weight, NDArray bias, NDArray residual, Precision precision) {
    return Kernels.call("linear_add", x, weight, bias, residual, precision.code());
  }

  /**
   * Normalisation of each token over its channels.
   *
   * @param x [..., C]
   * @param weight [C]
   * @param bias [C]
   * @param eps added to the variance
   * @return [..., C]
   */
  public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
    return LayerNorm.layerNorm(x, weight.getShape(), weight, bias, (float) eps).singletonOrThrow();
  }

  /**
   * The weights of a two-layer perceptron.
   *
   * @param weight1 [hidden, in]
   * @param bias1 [hidden]
   * @param weight2 [out, hidden]
   * @param bias2 [out]
   */
  public record Perceptron(NDArray weight1, NDArray bias1, NDArray weight2, NDArray bias2) {}

  /**
   * {@code fc2(gelu(fc1(x)))} with the exact (erf) GELU.
   *
   * @param x [..., in]
   * @param mlp the weights
   * @param precision the number format to compute in
   * @param training whether gradients flow through
   * @return [..., out]
   */
  public static NDArray mlp(NDArray x, Perceptron mlp, Precision precision, boolean training) {
    if (training) {
      NDArray[] arrays = {x, mlp.weight1(), mlp.bias1(), mlp.weight2(), mlp.bias2()};
      return precision == Precision.FLOAT32
          ? Kernels.differentiate("mlp", arrays)
          : Kernels.differentiate("mlp_in", new long[] {precision.code()}, arrays);
    }
    return Kernels.call(
        "mlp", x, mlp.weight1(), mlp.bias1(), mlp.weight2(), mlp.bias2(), precision.code());
  }

  /**
   * {@code fc2(relu(fc1(x)))}, for inference.
   *
   * @param x [..., in]
   * @param mlp the weights
   * @param precision the number format to compute in
   * @return [..., out]
   */
  public static NDArray reluMlp(NDArray x, Perceptron mlp, Precision precision) {
    return Kernels.call(
        "mlp", x, mlp.weight1(), mlp.bias1(), mlp.weight2(), mlp.bias2(), precision.code(), true);
  }

  /**
   * {@code residual + mlp(x)}, for inference.
   *
   * @param x [..., in]
   * @param mlp the weights
   * @param residual [..., out]
   * @param precision the number format to compute in
   * @return [..., out]
   */
  public static NDArray mlpAdd(NDArray x, Perceptron mlp, NDArray residual, Precision precision) {
    return Kernels.call(
        "mlp_add",
        x,
        mlp.weight1(),
        mlp.bias1(),
        mlp.weight2(),
        mlp.bias2(),
        residual,
        precision.code());
  }
}
