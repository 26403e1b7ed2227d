/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.GroupNorm;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the backbone's maps to the transformer's width and adds coarser levels: the first by a
 * convolution of the coarsest map, each further one of the level before.
 *
 * <p>Inputs: the chosen maps [B, C_i, H, W], finest first. Outputs: L maps [B, D, H', W'].
 */
final class InputProjection extends TorchBlock {
  private static final int GROUPS = 32;

  private final List<Conv2d> convs = new ArrayList<>();
  private final List<GroupNorm> norms = new ArrayList<>();
  private final int features;

  InputProjection(List<Feature> sources, int levels, int width) {
    features = sources.size();
    for (int l = 0; l < levels; l++) {
      boolean extra = l >= features;
      int in = l > features ? width : sources.get(Math.min(l, features - 1)).channels();
      int kernel = extra ? 3 : 1;
      long window = (long) kernel * kernel;
      Conv2d conv =
          Conv2d.builder(in, width, kernel)
              .optStride(extra ? 2 : 1)
              .optInitializer(Initializers.xavierUniform(in * window, width * window))
              .optBias(Initializer.ZEROS)
              .build();
      convs.add(child(l + ".0", conv));
      norms.add(child(l + ".1", new GroupNorm(GROUPS, width)));
    }
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    NDList levels = new NDList();
    for (int l = 0; l < convs.size(); l++) {
      NDArray source = l > features ? levels.get(l - 1) : maps.get(Math.min(l, features - 1));
      levels.add(norms.get(l).forward(pass, convs.get(l).forward(pass, source)));
    }
    return levels;
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    Shape[] levels = new Shape[convs.size()];
    for (int l = 0; l < levels.length; l++) {
      Shape source = l > features ? levels[l - 1] : maps[Math.min(l, features - 1)];
      levels[l] = norms.get(l).trace(tracer, convs.get(l).trace(tracer, source));
    }
    return levels;
  }
}
