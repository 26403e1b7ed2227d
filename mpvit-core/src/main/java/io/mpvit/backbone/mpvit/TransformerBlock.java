/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.DropPath;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Mlp;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.nn.attention.FactorizedAttention;
import io.mpvit.nn.attention.PositionEncoding;
import io.mpvit.nn.attention.RelativePositionEncoding;
import io.mpvit.ops.TokenOps;

/**
 * One block of a path's transformer encoder (paper, section 3.2): position encoding, attention,
 * MLP, the latter two as residual branches of normalised tokens. From map to map, [B, width, H, W],
 * channels last.
 */
final class TransformerBlock extends UnaryBlock {

  /** Layer normalisation's constant; PyTorch's default would be 1e-5. */
  private static final double EPS = 1e-6;

  private final PositionEncoding cpe;
  private final FactorizedAttention attention;
  private final Mlp mlp;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final DropPath dropPath;

  /** The position encodings belong to the encoder and are shared by its blocks. */
  TransformerBlock(
      MPViTConfig config,
      int stage,
      int layer,
      PositionEncoding cpe,
      RelativePositionEncoding crpe) {
    int width = config.embedDims().get(stage);
    tied("cpe", cpe);
    tied("crpe", crpe);
    this.cpe = cpe;
    attention = child("factoratt_crpe", new FactorizedAttention(width, config.heads(), crpe));
    mlp = child("mlp", new Mlp(width, config.mlpRatio() * width));
    norm1 = child("norm1", new LayerNorm(width, EPS));
    norm2 = child("norm2", new LayerNorm(width, EPS));
    dropPath = new DropPath(config.dropPathRate(stage, layer));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    Shape s = map.getShape();
    long height = s.get(2);
    long width = s.get(3);
    NDArray x = TokenOps.toTokens(cpe.forward(pass, map)); // [B, C, H, W] -> [B, N, C]
    NDArray normed = norm1.forward(pass, x);
    if (pass.training()) {
      x = x.add(dropPath.apply(pass, attention.forward(pass, normed, map)));
      x = x.add(dropPath.apply(pass, mlp.forward(pass, norm2.forward(pass, x))));
    } else {
      x = attention.addTo(pass, normed, map, x);
      x = mlp.addTo(pass, norm2.forward(pass, x), x);
    }
    return TokenOps.toMap(x, height, width); // [B, N, C] -> [B, C, H, W]
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    cpe.trace(tracer, map);
    Shape tokens = new Shape(map.get(0), map.get(2) * map.get(3), map.get(1));
    norm1.trace(tracer, tokens);
    attention.trace(tracer, tokens, map);
    norm2.trace(tracer, tokens);
    mlp.trace(tracer, tokens);
    return map;
  }
}
