/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * Three convolutions that emit features with 4, 6 and 8 channels, each of twice the stride before.
 */
public final class ToyBackbone extends Backbone {
  private final List<Conv2d> convs = new ArrayList<>();
  private final int stride;

  /**
   * @param stride the first feature's stride, a power of two: 4 for {@code stage2} to {@code
   *     stage4}, 8 for {@code stage3} to {@code stage5}
   */
  public ToyBackbone(int stride) {
    this.stride = stride;
    add(3, 4, stride);
    add(4, 6, 2);
    add(6, 8, 2);
  }

  private void add(int in, int out, int stride) {
    Conv2d conv =
        Conv2d.builder(in, out, 3)
            .optStride(stride)
            .optInitializer(new NormalInitializer(0.3f))
            .optBias(Initializer.ZEROS)
            .build();
    convs.add(child("conv" + convs.size(), conv));
  }

  @Override
  public List<Feature> features() {
    return List.of(feature(4, stride), feature(6, 2 * stride), feature(8, 4 * stride));
  }

  @Override
  public List<List<TorchBlock>> parts() {
    return convs.stream().map(conv -> List.<TorchBlock>of(conv)).toList();
  }

  private static Feature feature(int channels, int stride) {
    return new Feature("stage" + Integer.numberOfTrailingZeros(stride), channels, stride);
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = new NDList();
    NDArray map = images;
    for (Conv2d conv : convs) {
      map = conv.forward(pass, map);
      maps.add(map);
    }
    return maps;
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] shapes = new Shape[convs.size()];
    Shape shape = images;
    for (int i = 0; i < shapes.length; i++) {
      shape = convs.get(i).trace(tracer, shape);
      shapes[i] = shape;
    }
    return shapes;
  }
}
