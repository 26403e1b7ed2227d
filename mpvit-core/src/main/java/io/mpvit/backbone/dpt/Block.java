/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.DropPath;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Mlp;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.TokenOps;

/**
 * One transformer block: attention and MLP as residual branches of normalised tokens. From map to
 * map, [B, width, H, W], channels last.
 */
final class Block extends UnaryBlock {

  /** Layer normalisation's constant; PyTorch's default would be 1e-5. */
  static final double EPS = 1e-6;

  private final LayerNorm norm1;
  private final ReducedAttention attention;
  private final LayerNorm norm2;
  private final Mlp mlp;
  private final DropPath dropPath;

  Block(DptConfig config, int stage, int index) {
    int width = config.widths().get(stage);
    norm1 = child("norm1", new LayerNorm(width, EPS));
    attention =
        child(
            "attn",
            new ReducedAttention(
                width, width / config.headWidth(), config.reductions().get(stage)));
    norm2 = child("norm2", new LayerNorm(width, EPS));
    mlp = child("mlp", new Mlp(width, config.mlpRatios().get(stage) * width));
    dropPath = new DropPath(config.dropPathRate(stage, index));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    long height = map.getShape().get(2);
    long width = map.getShape().get(3);
    NDArray x = TokenOps.toTokens(map); // [B, C, H, W] -> [B, N, C]
    NDArray normed = TokenOps.toMap(norm1.forward(pass, x), height, width);
    if (pass.training()) {
      NDArray attended = TokenOps.toTokens(attention.forward(pass, normed));
      x = x.add(dropPath.apply(pass, attended));
      x = x.add(dropPath.apply(pass, mlp.forward(pass, norm2.forward(pass, x))));
    } else {
      x = attention.addTo(pass, normed, x);
      x = mlp.addTo(pass, norm2.forward(pass, x), x);
    }
    return TokenOps.toMap(x, height, width); // [B, N, C] -> [B, C, H, W]
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    norm1.trace(tracer, map);
    attention.trace(tracer, map);
    norm2.trace(tracer, map);
    mlp.trace(tracer, new Shape(map.get(0), map.get(2) * map.get(3), map.get(1)));
    return map;
  }
}
