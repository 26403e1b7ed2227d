/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.PoolingAttentionOps;

/**
 * Pooling attention (paper, section 3): queries, keys and values are pooled, queries attend within
 * windows or the whole map, and are added to what they read. From [B, H, W, in] to [B, H', W',
 * width], the sides divided by the queries' stride.
 */
final class PooledAttention extends UnaryBlock {

  private static final int QKV = 3;
  private static final long WINDOW_AREA = (long) HeadPool.WINDOW * HeadPool.WINDOW;

  private final BlockPlan plan;
  private final RelativePositions positions;
  private final Linear qkv;
  private final Linear proj;
  private final HeadPool queryPool;
  private final HeadPool keyPool;
  private final HeadPool valuePool;

  PooledAttention(BlockPlan plan) {
    this.plan = plan;
    int width = plan.attention();
    positions = child("", new RelativePositions(plan));
    qkv = child("qkv", new Linear(plan.in(), QKV * width));
    proj = child("proj", new Linear(width, width));
    queryPool = pool("q", plan.queryStride());
    keyPool = pool("k", plan.keyStride());
    valuePool = pool("v", plan.keyStride());
  }

  private HeadPool pool(String part, int stride) {
    int channels = plan.attention() / plan.heads();
    Conv2d conv =
        Conv2d.builder(channels, channels, HeadPool.WINDOW)
            .optDepthwise()
            .optStride(stride)
            .optInitializer(Initializers.torchUniform(WINDOW_AREA))
            .build();
    LayerNorm norm = new LayerNorm(channels, MultiscaleBlock.EPS);
    return new HeadPool(child("pool_" + part, conv), child("norm_" + part, norm), stride);
  }

  /**
   * The pooled queries, keys and values.
   *
   * @param x [B, H, W, in]
   * @return three arrays [B, H', W', heads, channels of a head]
   */
  NDList pooled(Pass pass, NDArray x) {
    return keepingOnlyResult(
        () ->
            new NDList(
                pooled(pass, x, 0, queryPool),
                pooled(pass, x, 1, keyPool),
                pooled(pass, x, 2, valuePool)));
  }

  /** One after the other, so that only one of the three is there at the map's full size. */
  private NDArray pooled(Pass pass, NDArray x, int part, HeadPool pool) {
    return keepingOnlyResult(
            () ->
                new NDList(
                    pool.forward(
                        pass, qkv.part(pass, x, part * plan.attention(), plan.attention()))))
        .singletonOrThrow();
  }

  /** What the heads read, before the last projection. */
  private NDArray attend(Pass pass, NDArray x) {
    NDList heads = pooled(pass, x);
    NDList rows = positions.forward(pass, new NDList(heads.get(0), heads.get(1)));
    return PoolingAttentionOps.attention(
        heads.get(0), heads.get(1), heads.get(2), rows.get(0), rows.get(1), pass.training());
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return proj.forward(pass, attend(pass, x));
  }

  /**
   * Inference of {@code residual + forward(x)}.
   *
   * @param residual [B, H', W', width]
   */
  NDArray addTo(Pass pass, NDArray x, NDArray residual) {
    return keepingOnlyResult(() -> new NDList(proj.addTo(pass, attend(pass, x), residual)))
        .singletonOrThrow();
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    long width = plan.attention();
    Shape all = new Shape(x.get(0), x.get(1), x.get(2), width);
    qkv.trace(tracer, x);
    Shape queries = queryPool.trace(tracer, all);
    Shape keys = keyPool.trace(tracer, all);
    valuePool.trace(tracer, all);
    Shape[] rows = positions.trace(tracer, queries, keys);
    long windows = ceil(queries.get(1), rows[0].get(0)) * ceil(queries.get(2), rows[1].get(0));
    long area = rows[0].get(0) * rows[1].get(0);
    long read = rows[0].get(1) * rows[1].get(1);
    long heads = x.get(0) * windows * plan.heads();
    long channels = width / plan.heads();
    Shape scores = new Shape(heads, area, read);
    tracer.product(heads * area * read * channels, scores);
    for (Shape axis : rows) {
      tracer.product(heads * area * axis.get(1) * channels, new Shape(heads, area, axis.get(1)));
    }
    tracer.product(heads * area * read * channels, new Shape(heads, area, channels));
    return proj.trace(tracer, queries);
  }

  private static long ceil(long size, long window) {
    return (size + window - 1) / window;
  }
}
