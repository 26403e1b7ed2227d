/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.Dropout;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.AttentionOps;
import io.mpvit.ops.TokenOps;

/**
 * Multi-head attention among the queries. Inputs: tokens [B, Q, D] and what is added to them, but
 * not to the values, [B, Q, D] or [1, Q, D]. Output: [B, Q, D]. Keys of PyTorch's {@code
 * MultiheadAttention}: the three projections are one matrix.
 */
final class SelfAttention extends TorchBlock {
  private final int width;
  private final int heads;
  private final Parameter weight;
  private final Parameter bias;
  private final Linear output;
  private final Dropout dropout;

  SelfAttention(TransformerConfig config) {
    width = config.width();
    heads = config.heads();
    weight =
        parameter(
            "in_proj_weight",
            Parameter.Type.WEIGHT,
            Initializers.xavierUniform(width, 3L * width),
            3L * width,
            width);
    bias = parameter("in_proj_bias", Parameter.Type.BIAS, Initializer.ZEROS, 3L * width);
    output = child("out_proj", new Linear(width, width, Initializers.xavierUniform(width, width)));
    dropout = new Dropout(config.dropout());
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray tokens = inputs.get(0);
    NDArray placed = tokens.add(inputs.get(1));
    NDArray q = split(project(pass, placed, 0));
    NDArray k = split(project(pass, placed, 1));
    NDArray v = split(project(pass, tokens, 2));
    NDArray shares = AttentionOps.shares(q, k, pass.training());
    NDArray read = dropout.apply(pass, shares).matMul(v); // [B, h, Q, d]
    return new NDList(output.forward(pass, read.transpose(0, 2, 1, 3).reshape(tokens.getShape())));
  }

  /** One of query, key and value. */
  private NDArray project(Pass pass, NDArray x, int part) {
    String rows = part * width + ":" + (part + 1) * width;
    NDArray w = pass.value(weight, x).get(rows);
    NDArray b = pass.value(bias, x).get(rows);
    return TokenOps.linear(x, w, b, pass.precision(), pass.training());
  }

  /** From [B, Q, D] to [B, heads, Q, D / heads]. */
  private NDArray split(NDArray x) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), heads, width / heads).transpose(0, 2, 1, 3);
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape x = inputs[0];
    tracer.linear(weight.getShape(), new Shape(x.get(0), x.get(1), 3L * width));
    long products = x.get(0) * x.get(1) * x.get(1) * width;
    tracer.product(2 * products, x);
    return new Shape[] {output.trace(tracer, x)};
  }
}
