/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.TokenOps;

/**
 * Patches that do not overlap become tokens: [B, in, H, W] to [B, H/p * W/p, width], rows and
 * columns left over at the end being dropped.
 */
final class PatchEmbedding extends UnaryBlock {

  private static final double EPS = 1e-5;

  private final Conv2d proj;
  private final LayerNorm norm;
  private final int patch;

  PatchEmbedding(int in, int width, int patch) {
    this.patch = patch;
    long fanIn = (long) in * patch * patch;
    proj =
        child(
            "proj",
            Conv2d.builder(in, width, patch)
                .optStride(patch)
                .optPadding(0)
                .optInitializer(Initializers.torchUniform(fanIn))
                .optBias(Initializers.torchUniform(fanIn))
                .build());
    norm = child("norm", new LayerNorm(width, EPS));
  }

  /** The side of the map that comes of a side. */
  long outputSize(long side) {
    return side / patch;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    return norm.forward(pass, TokenOps.toTokens(proj.forward(pass, map)));
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    Shape out = proj.trace(tracer, map);
    return norm.trace(tracer, new Shape(out.get(0), out.get(2) * out.get(3), out.get(1)));
  }
}
