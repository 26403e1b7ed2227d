/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.AttentionOps;

/**
 * Convolutional position encoding: a depthwise 3x3 convolution of the map is added to it. From map
 * to map, [B, width, H, W].
 */
public final class PositionEncoding extends UnaryBlock {

  private static final int WINDOW = 3;

  private final Conv2d proj;

  /**
   * Creates the convolution, whose weights and bias start as PyTorch draws them.
   *
   * @param width the map's channels
   */
  public PositionEncoding(int width) {
    proj =
        child(
            "proj",
            Conv2d.builder(width, width, WINDOW)
                .optDepthwise()
                .optInitializer(Initializers.torchUniform((long) WINDOW * WINDOW))
                .optBias(Initializers.torchUniform((long) WINDOW * WINDOW))
                .build());
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    return AttentionOps.positionEncoding(
        map, proj.weight(pass, map), proj.bias(pass, map), pass.training());
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    return proj.trace(tracer, map);
  }
}
