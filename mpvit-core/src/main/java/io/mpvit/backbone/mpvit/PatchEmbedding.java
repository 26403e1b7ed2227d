/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.Nonlinearity;

/**
 * One overlapping patch embedding (paper, section 3.1): depthwise 3x3, pointwise 1x1, batch
 * normalisation, hardswish. Nothing stands between the two convolutions.
 */
final class PatchEmbedding extends UnaryBlock {

  private static final int WINDOW = 3;

  private final Conv2d depthwise;
  private final ConvBn pointwise;

  /**
   * @param width channels in and out
   * @param stride 1, or 2 to halve the map
   */
  PatchEmbedding(int width, int stride) {
    depthwise =
        child(
            "patch_conv.dwconv",
            Conv2d.builder(width, width, WINDOW).optDepthwise().optStride(stride).build());
    pointwise =
        child(
            "patch_conv",
            new ConvBn(
                "pwconv", Conv2d.builder(width, width, 1).build(), "bn", Nonlinearity.HARDSWISH));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    return pointwise.forward(pass, depthwise.forward(pass, map));
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    return pointwise.trace(tracer, depthwise.trace(tracer, map));
  }
}
