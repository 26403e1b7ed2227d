/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Nonlinearity;

/**
 * Two strided convolutions: [B, 3, H, W] to [B, width, ceil(H / 4), ceil(W / 4)], channels last.
 */
final class Stem extends UnaryBlock {

  private static final int IMAGE_CHANNELS = 3;

  private final ConvBn first;
  private final ConvBn second;

  Stem(int width) {
    first =
        child(
            "0",
            new ConvBn(
                Conv2d.builder(IMAGE_CHANNELS, width / 2, 3).optStride(2).build(),
                Nonlinearity.HARDSWISH));
    second =
        child(
            "1",
            new ConvBn(
                Conv2d.builder(width / 2, width, 3).optStride(2).build(), Nonlinearity.HARDSWISH));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray image) {
    // From here on every map is channels last, so that maps and tokens are views of each other.
    NDArray x = ConvolutionOps.channelsLast(image, pass.training());
    return second.forward(pass, first.forward(pass, x));
  }

  @Override
  public Shape trace(Tracer tracer, Shape image) {
    return second.trace(tracer, first.trace(tracer, image));
  }
}
