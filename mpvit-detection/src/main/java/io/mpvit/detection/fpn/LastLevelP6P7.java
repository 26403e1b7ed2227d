/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import java.util.List;

/**
 * RetinaNet's two coarsest levels: p6 is a 3x3 convolution of stride 2 on the bottom-up network's
 * last feature (not on p5), p7 one on ReLU(p6) or, in mmdetection's models, on p6 itself, which in
 * both cases leaves without ReLU. Sizes are halved, rounded up.
 */
public final class LastLevelP6P7 extends TopBlock {
  private final Feature source;
  private final int channels;
  private final boolean rectified;
  private final Conv2d p6;
  private final Conv2d p7;

  /**
   * Creates the block of detectron2's models, with a ReLU before p7.
   *
   * @param source the bottom-up network's last feature
   * @param channels width of the pyramid
   */
  public LastLevelP6P7(Feature source, int channels) {
    this(source, channels, true);
  }

  /**
   * Creates the block.
   *
   * @param source the bottom-up network's last feature
   * @param channels width of the pyramid
   * @param rectified whether p7 is made of ReLU(p6)
   */
  public LastLevelP6P7(Feature source, int channels, boolean rectified) {
    this.rectified = rectified;
    this.source = source;
    this.channels = channels;
    p6 = child("p6", halving(source.channels(), channels));
    p7 = child("p7", halving(channels, channels));
  }

  private static Conv2d halving(int in, int out) {
    return FeaturePyramid.convolution(in, out, 3).optStride(2).build();
  }

  @Override
  public String source() {
    return source.name();
  }

  @Override
  public List<Feature> features() {
    return List.of(
        new Feature("p6", channels, 2 * source.stride()),
        new Feature("p7", channels, 4 * source.stride()));
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    NDArray six = p6.forward(pass, maps.singletonOrThrow());
    return new NDList(six, p7.forward(pass, rectified ? Activation.relu(six) : six));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    Shape six = p6.trace(tracer, maps[0]);
    return new Shape[] {six, p7.trace(tracer, six)};
  }
}
