/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/** Three convolutions that emit features of strides 4, 8 and 16 with 4, 6 and 8 channels. */
public final class ToyBackbone extends Backbone {
  private final List<Conv2d> convs = new ArrayList<>();

  public ToyBackbone() {
    add(3, 4, 4);
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
    return List.of(
        new Feature("stage2", 4, 4), new Feature("stage3", 6, 8), new Feature("stage4", 8, 16));
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
