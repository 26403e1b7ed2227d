/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * The MViTv2 backbone of detectors: patch embedding, four stages of pooling attention, and a
 * normalisation of each stage's map. Images [B, 3, H, W] of any size become the maps {@code scale2}
 * to {@code scale5} at strides 4, 8, 16, 32; what the next stage reads is not normalised.
 */
public final class MViTv2 extends Backbone {

  private static final int FIRST_STRIDE = 4;
  private static final int FIRST_NAME = 2;

  private final Trunk trunk;
  private final List<LayerNorm> norms = new ArrayList<>();
  private final List<Feature> features;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture
   */
  public MViTv2(MViTv2Config config) {
    if (config.widening() != Widening.ATTENTION) {
      throw new IllegalArgumentException(
          "the maps of a backbone are as wide as the attention of their stage, so its width doubles"
              + " in the attention, found "
              + config.widening());
    }
    trunk = child("", new Trunk(config));
    List<Feature> outputs = new ArrayList<>();
    for (int s = 0; s < MViTv2Config.STAGES; s++) {
      Feature feature = new Feature("scale" + (FIRST_NAME + s), config.width(s), FIRST_STRIDE << s);
      outputs.add(feature);
      norms.add(
          child(feature.name() + "_norm", new LayerNorm(feature.channels(), MultiscaleBlock.EPS)));
    }
    features = List.copyOf(outputs);
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  @Override
  public List<List<TorchBlock>> parts() {
    return trunk.parts();
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = new NDList(norms.size());
    NDArray x = trunk.embed(pass, images);
    for (int s = 0; s < norms.size(); s++) {
      NDArray y = trunk.stage(pass, s, x);
      x.close();
      x = y;
      maps.add(norms.get(s).forward(pass, x).transpose(0, 3, 1, 2)); // to [B, width, H, W]
    }
    return maps;
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = new Shape[norms.size()];
    Shape x = trunk.traceEmbedding(tracer, images);
    for (int s = 0; s < maps.length; s++) {
      x = trunk.traceStage(tracer, s, x);
      norms.get(s).trace(tracer, x);
      maps[s] = new Shape(x.get(0), x.get(3), x.get(1), x.get(2));
    }
    return maps;
  }
}
