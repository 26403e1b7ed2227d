/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import io.mpvit.nn.DropPath;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Mlp;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;

/**
 * One block: pooling attention and MLP as residual branches of normalised tokens. Where a branch
 * changes the width, its shortcut is a projection of the normalised tokens; where queries are
 * pooled, the shortcut is pooled by its largest values. From [B, H, W, in] to [B, H', W', out].
 */
final class MultiscaleBlock extends UnaryBlock {

  /** The constant of every layer normalisation; PyTorch's default would be 1e-5. */
  static final double EPS = 1e-6;

  private static final int MLP_RATIO = 4;
  private static final Shape POOL_WINDOW = new Shape(3, 3);
  private static final Shape POOL_PADDING = new Shape(1, 1);

  private final BlockPlan plan;
  private final LayerNorm norm1;
  private final PooledAttention attention;
  private final LayerNorm norm2;
  private final Mlp mlp;
  private final Linear proj;
  private final DropPath dropPath;

  MultiscaleBlock(BlockPlan plan) {
    this.plan = plan;
    int width = plan.attention();
    norm1 = child("norm1", new LayerNorm(plan.in(), EPS));
    attention = child("attn", new PooledAttention(plan));
    norm2 = child("norm2", new LayerNorm(width, EPS));
    mlp = child("mlp", new Mlp(width, MLP_RATIO * width, plan.out()));
    proj = plan.in() == plan.out() ? null : child("proj", new Linear(plan.in(), plan.out()));
    dropPath = new DropPath(plan.dropPathRate());
  }

  private boolean attentionWidens() {
    return plan.in() != plan.attention();
  }

  private boolean mlpWidens() {
    return plan.attention() != plan.out();
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray z = norm1.forward(pass, x);
    NDArray shortcut = pooled(attentionWidens() ? proj.forward(pass, z) : x);
    NDArray y;
    if (pass.training()) {
      y = shortcut.add(dropPath.apply(pass, attention.forward(pass, z)));
    } else {
      y = attention.addTo(pass, z, shortcut);
    }
    z.close();
    z = norm2.forward(pass, y);
    shortcut = mlpWidens() ? proj.forward(pass, z) : y;
    return pass.training()
        ? shortcut.add(dropPath.apply(pass, mlp.forward(pass, z)))
        : mlp.addTo(pass, z, shortcut);
  }

  private NDArray pooled(NDArray rows) {
    if (plan.queryStride() == 1) {
      return rows;
    }
    Shape stride = new Shape(plan.queryStride(), plan.queryStride());
    NDArray map = rows.transpose(0, 3, 1, 2);
    return Pool.maxPool2d(map, POOL_WINDOW, stride, POOL_PADDING, false).transpose(0, 2, 3, 1);
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    norm1.trace(tracer, x);
    if (attentionWidens()) {
      proj.trace(tracer, x);
    }
    Shape y = attention.trace(tracer, x);
    norm2.trace(tracer, y);
    if (mlpWidens()) {
      proj.trace(tracer, y);
    }
    return mlp.trace(tracer, y);
  }
}
