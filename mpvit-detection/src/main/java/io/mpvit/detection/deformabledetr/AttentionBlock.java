/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.DeformableAttention;

/**
 * Multi-scale deformable attention with its four linear layers (section 4.1 of the paper).
 *
 * <p>Inputs: queries [B, Q, D], their references [B, Q, L, 2] or [B, Q, L, 4], the tokens of all
 * levels [B, S, D], the levels' heights and widths, int64 [L, 2], and, if there is padding, 1 for
 * tokens of the picture and 0 for padding, [B, S, 1]. Output: [B, Q, D].
 */
final class AttentionBlock extends TorchBlock {
  private final TransformerConfig config;
  private final Linear offsets;
  private final Linear weights;
  private final Linear values;
  private final Linear output;

  AttentionBlock(TransformerConfig config) {
    this.config = config;
    int width = config.width();
    int reads = config.heads() * config.levels() * config.points();
    offsets =
        child(
            "sampling_offsets",
            new Linear(width, 2 * reads, Initializer.ZEROS, InitialOffsets.of(config)));
    weights = child("attention_weights", new Linear(width, reads, Initializer.ZEROS));
    values = child("value_proj", projection(width));
    output = child("output_proj", projection(width));
  }

  private static Linear projection(int width) {
    return new Linear(width, width, Initializers.xavierUniform(width, width));
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray queries = inputs.get(0);
    NDArray shapes = inputs.get(3);
    long batch = queries.getShape().get(0);
    long count = queries.getShape().get(1);
    int heads = config.heads();
    int levels = config.levels();
    int points = config.points();

    NDArray shift = offsets.forward(pass, queries).reshape(batch, count, heads, levels, points, 2);
    NDArray locations =
        DeformableAttention.locations(inputs.get(1), shift, shapes, pass.training());
    NDArray logits = weights.forward(pass, queries).reshape(batch, count, heads, levels * points);
    NDArray shares = logits.softmax(3).reshape(batch, count, heads, levels, points);
    NDArray projected = values.forward(pass, inputs.get(2));
    if (inputs.size() > 4) {
      projected = projected.mul(inputs.get(4));
    }
    NDArray table =
        projected.reshape(
            batch, projected.getShape().get(1), heads, config.width() / heads); // [B, S, h, d]
    NDArray read = DeformableAttention.attend(table, shapes, locations, shares, pass.training());
    return new NDList(output.forward(pass, read));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    offsets.trace(tracer, inputs[0]);
    Shape shares = weights.trace(tracer, inputs[0]);
    values.trace(tracer, inputs[2]);
    // Four neighbours of each place, width / heads channels of each.
    tracer.product(shares.size() * 4 * config.width() / config.heads(), inputs[0]);
    return new Shape[] {output.trace(tracer, inputs[0])};
  }
}
