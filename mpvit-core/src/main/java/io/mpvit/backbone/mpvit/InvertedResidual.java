/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.Nonlinearity;

/**
 * The convolutional local branch of a stage (paper, section 3.3): 1x1, depthwise 3x3, 1x1, plus the
 * input. It keeps width and size.
 */
final class InvertedResidual extends UnaryBlock {

  private static final int WINDOW = 3;

  private final ConvBn expand;
  private final ConvBn depthwise;
  private final ConvBn project;

  InvertedResidual(int width) {
    expand =
        child("conv1", new ConvBn(Conv2d.builder(width, width, 1).build(), Nonlinearity.HARDSWISH));
    // Its weights are drawn by fan-out per group, unlike the depthwise convolutions of the patch
    // embeddings.
    Conv2d window =
        Conv2d.builder(width, width, WINDOW)
            .optDepthwise()
            .optInitializer(Initializers.heNormal((long) WINDOW * WINDOW))
            .build();
    depthwise = child("", new ConvBn("dwconv", window, "norm", Nonlinearity.HARDSWISH));
    project =
        child("conv2", new ConvBn(Conv2d.builder(width, width, 1).build(), Nonlinearity.NONE));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    NDArray wide = expand.forward(pass, map);
    NDArray seen = depthwise.forward(pass, wide);
    wide.close();
    return project.addTo(pass, seen, map);
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    return project.trace(tracer, depthwise.trace(tracer, expand.trace(tracer, map)));
  }
}
