/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.ConvolutionOps.Geometry;
import io.mpvit.ops.Nonlinearity;

/**
 * A strided 7x7 convolution and a strided 3x3 maximum: [B, 3, H, W] to [B, width, ceil(H / 4),
 * ceil(W / 4)], channels last.
 */
final class Stem extends UnaryBlock {

  private static final int IMAGE_CHANNELS = 3;
  private static final int WINDOW = 7;
  private static final int POOL = 3;

  private final ConvBn conv;

  Stem(ResNetConfig config) {
    ResNetNames.Unit names = config.names().conv(1);
    Conv2d window = Conv2d.builder(IMAGE_CHANNELS, config.stem(), WINDOW).optStride(2).build();
    conv = child(names.path(), Bottleneck.pair(config, names, window, Nonlinearity.RELU));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    // From here on every map is channels last, in which 1x1 convolutions run fastest.
    NDArray x = ConvolutionOps.channelsLast(images, pass.training());
    return ConvolutionOps.maxPool3x3(conv.forward(pass, x));
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape map = conv.trace(tracer, images);
    Geometry pool = new Geometry(2, 1, 1);
    return new Shape(
        map.get(0),
        map.get(1),
        pool.outputSize(map.get(2), POOL),
        pool.outputSize(map.get(3), POOL));
  }
}
