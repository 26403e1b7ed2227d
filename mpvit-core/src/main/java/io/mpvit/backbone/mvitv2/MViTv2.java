/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * The MViTv2 backbone: patch embedding, four stages of pooling attention and, under detectors, a
 * normalisation of each stage's map. Images [B, 3, H, W] of any size become the maps {@code scale2}
 * to {@code scale5} at strides 4, 8, 16, 32; what the next stage reads is not normalised.
 *
 * <p>Tokens are laid out in rows, [B, H, W, width], all the way; a map is a view of them.
 */
public final class MViTv2 extends Backbone {

  private static final int RGB = 3;
  private static final int PATCH = 7;
  private static final int FIRST_STRIDE = 4;
  private static final int FIRST_NAME = 2;
  private static final int PATCH_VOLUME = RGB * PATCH * PATCH;

  private final Conv2d embedding;
  private final List<List<MultiscaleBlock>> stages = new ArrayList<>();
  private final List<LayerNorm> norms = new ArrayList<>();
  private final List<Feature> features;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture
   */
  public MViTv2(MViTv2Config config) {
    embedding =
        child(
            "patch_embed.proj",
            Conv2d.builder(RGB, config.width(), PATCH)
                .optStride(FIRST_STRIDE)
                .optInitializer(Initializers.torchUniform(PATCH_VOLUME))
                .optBias(Initializers.torchUniform(PATCH_VOLUME))
                .build());
    List<Feature> outputs = new ArrayList<>();
    int number = 0;
    for (List<BlockPlan> plans : BlockPlan.of(config)) {
      List<MultiscaleBlock> blocks = new ArrayList<>();
      for (BlockPlan plan : plans) {
        blocks.add(child("blocks." + number++, new MultiscaleBlock(plan)));
      }
      int stage = stages.size();
      int width = plans.get(plans.size() - 1).out();
      outputs.add(new Feature("scale" + (FIRST_NAME + stage), width, FIRST_STRIDE << stage));
      stages.add(List.copyOf(blocks));
    }
    features = List.copyOf(outputs);
    if (config.mapNorms()) {
      for (Feature map : features) {
        LayerNorm norm = new LayerNorm(map.channels(), MultiscaleBlock.EPS);
        norms.add(child(map.name() + "_norm", norm));
      }
    }
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  @Override
  public List<List<TorchBlock>> parts() {
    List<List<TorchBlock>> parts = new ArrayList<>();
    parts.add(List.of(embedding));
    stages.forEach(blocks -> parts.add(List.copyOf(blocks)));
    return parts;
  }

  /** From images [B, 3, H, W] to tokens [B, ceil(H / 4), ceil(W / 4), width]. */
  NDArray embed(Pass pass, NDArray images) {
    return embedding.forward(pass, images).transpose(0, 2, 3, 1);
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = new NDList(stages.size());
    NDArray x = embed(pass, images);
    for (int s = 0; s < stages.size(); s++) {
      NDArray y = stage(pass, s, x);
      x.close(); // a map that is a view of these tokens keeps their memory
      x = y;
      NDArray map = norms.isEmpty() ? x : norms.get(s).forward(pass, x);
      maps.add(map.transpose(0, 3, 1, 2)); // [B, H, W, width] -> [B, width, H, W]
    }
    return maps;
  }

  private NDArray stage(Pass pass, int stage, NDArray tokens) {
    NDArray x = tokens;
    for (MultiscaleBlock block : stages.get(stage)) {
      NDArray y = block.forward(pass, x);
      if (x != tokens) {
        x.close();
      }
      x = y;
    }
    return x;
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = new Shape[stages.size()];
    Shape embedded = embedding.trace(tracer, images);
    Shape x = new Shape(embedded.get(0), embedded.get(2), embedded.get(3), embedded.get(1));
    for (int s = 0; s < maps.length; s++) {
      for (MultiscaleBlock block : stages.get(s)) {
        x = block.trace(tracer, x);
      }
      if (!norms.isEmpty()) {
        norms.get(s).trace(tracer, x);
      }
      maps[s] = new Shape(x.get(0), x.get(3), x.get(1), x.get(2));
    }
    return maps;
  }
}
