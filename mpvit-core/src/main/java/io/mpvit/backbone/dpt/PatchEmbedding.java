/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.TokenOps;

/**
 * Patches on a fixed grid: [B, in, H, W] to [B, width, floor(H / side), floor(W / side)], each a
 * linear function of a square of pixels, normalised.
 */
final class PatchEmbedding extends UnaryBlock {

  /** Layer normalisation's constant everywhere but in the blocks. */
  static final double EPS = 1e-5;

  private final Conv2d proj;
  private final LayerNorm norm;

  PatchEmbedding(int in, int width, int side) {
    proj =
        child(
            "proj",
            Conv2d.builder(in, width, side)
                .optStride(side)
                .optPadding(0)
                .optBias(Initializer.ZEROS)
                .build());
    norm = child("norm", new LayerNorm(width, EPS));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    NDArray patches = proj.forward(pass, map);
    Shape s = patches.getShape();
    NDArray tokens = norm.forward(pass, TokenOps.toTokens(patches)); // [B, N, width]
    return TokenOps.toMap(tokens, s.get(2), s.get(3));
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    Shape patches = proj.trace(tracer, map);
    norm.trace(tracer, patches);
    return patches;
  }
}
