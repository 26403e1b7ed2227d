/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.AttentionOps;
import io.mpvit.ops.TokenOps;

/**
 * Attention whose keys and values are made of a shrunk map (Wang et al., "Pyramid Vision
 * Transformer", 2021, section 3.3). From map to map, [B, width, H, W], channels last.
 */
final class ReducedAttention extends UnaryBlock {

  private final Linear query;
  private final Linear keyValue;
  private final Linear proj;
  private final Conv2d shrink; // null where nothing is shrunk
  private final LayerNorm norm; // null where nothing is shrunk
  private final int heads;

  /**
   * @param width channels in and out
   * @param heads of equal width
   * @param reduction how many times lower and narrower the map of keys and values is
   */
  ReducedAttention(int width, int heads, int reduction) {
    this.heads = heads;
    query = child("q", new Linear(width, width));
    keyValue = child("kv", new Linear(width, 2 * width));
    proj = child("proj", new Linear(width, width));
    if (reduction == 1) {
      shrink = null;
      norm = null;
    } else {
      shrink =
          child(
              "sr",
              Conv2d.builder(width, width, reduction)
                  .optStride(reduction)
                  .optPadding(0)
                  .optBias(Initializer.ZEROS)
                  .build());
      norm = child("norm", new LayerNorm(width, PatchEmbedding.EPS));
    }
  }

  /** What the heads attend to, before the final projection: [B, H * W, width]. */
  private NDArray attend(Pass pass, NDArray map) {
    NDArray tokens = TokenOps.toTokens(map);
    NDArray source =
        shrink == null ? tokens : norm.forward(pass, TokenOps.toTokens(shrink.forward(pass, map)));
    return AttentionOps.attention(
        query.forward(pass, tokens), keyValue.forward(pass, source), heads, pass.training());
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    Shape s = map.getShape();
    return TokenOps.toMap(proj.forward(pass, attend(pass, map)), s.get(2), s.get(3));
  }

  /**
   * Inference of {@code residual + forward(map)}, as tokens.
   *
   * @param residual [B, H * W, width]
   */
  NDArray addTo(Pass pass, NDArray map, NDArray residual) {
    return proj.addTo(pass, attend(pass, map), residual);
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    long batch = map.get(0);
    long width = map.get(1);
    long tokens = map.get(2) * map.get(3);
    query.trace(tracer, new Shape(batch, tokens, width));
    Shape source = map;
    if (shrink != null) {
      source = norm.trace(tracer, shrink.trace(tracer, map));
    }
    long keys = source.get(2) * source.get(3);
    keyValue.trace(tracer, new Shape(batch, keys, width));
    long multiplications = batch * tokens * keys * width;
    tracer.product(multiplications, new Shape(batch, heads, tokens, keys));
    tracer.product(multiplications, new Shape(batch, heads, tokens, width / heads));
    proj.trace(tracer, new Shape(batch, tokens, width));
    return map;
  }
}
