/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.PoolingAttentionOps;

/**
 * Vectors for distances between queries and keys, one table for each axis, whose products with the
 * queries are added to the scores (paper, section 3.1). Keys {@code rel_pos_h} and {@code
 * rel_pos_w}. From pooled queries [B, H, W, heads, C] and keys [B, H', W', heads, C] to the vectors
 * of one window, [h, h', C] and [w, w', C].
 */
final class RelativePositions extends TorchBlock {

  private final Parameter down;
  private final Parameter across;
  private final BlockPlan plan;

  RelativePositions(BlockPlan plan) {
    int channels = plan.attention() / plan.heads();
    down = table("rel_pos_h", plan.positions(), channels);
    across = table("rel_pos_w", plan.positions(), channels);
    this.plan = plan;
  }

  private Parameter table(String name, int rows, int channels) {
    return parameter(name, Parameter.Type.WEIGHT, Initializers.linear(), rows, channels);
  }

  /** The side of a window of queries or keys that were pooled by a stride, or of the whole map. */
  private long side(int stride, long mapSide) {
    return plan.window() == 0 ? mapSide : plan.window() / stride;
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray queries = inputs.get(0);
    Shape q = queries.getShape();
    Shape k = inputs.get(1).getShape();
    return new NDList(
        rows(pass, pass.value(down, queries), q.get(1), k.get(1)),
        rows(pass, pass.value(across, queries), q.get(2), k.get(2)));
  }

  private NDArray rows(Pass pass, NDArray table, long queries, long keys) {
    return PoolingAttentionOps.relativeRows(
        table, side(plan.queryStride(), queries), side(plan.keyStride(), keys), pass.training());
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape q = inputs[0];
    Shape k = inputs[1];
    long channels = plan.attention() / plan.heads();
    return new Shape[] {
      new Shape(side(plan.queryStride(), q.get(1)), side(plan.keyStride(), k.get(1)), channels),
      new Shape(side(plan.queryStride(), q.get(2)), side(plan.keyStride(), k.get(2)), channels)
    };
  }
}
