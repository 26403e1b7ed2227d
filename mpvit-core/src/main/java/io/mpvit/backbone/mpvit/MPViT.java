/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * The MPViT backbone: stem, then four stages of multi-scale patch embedding and multi-path
 * transformer (paper, figure 3). Images [B, 3, H, W] of any size become the maps {@code stage2} to
 * {@code stage5} at strides 4, 8, 16, 32; no normalisation follows a stage.
 */
public final class MPViT extends Backbone {

  private static final int FIRST_STRIDE = 4;
  private static final int FIRST_NAME = 2;

  private final Stem stem;
  private final List<MultiScalePatchEmbedding> embeddings = new ArrayList<>();
  private final List<MultiPathStage> stages = new ArrayList<>();
  private final List<Feature> features;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture
   */
  public MPViT(MPViTConfig config) {
    stem = child("stem", new Stem(config.embedDims().get(0)));
    for (int s = 0; s < MPViTConfig.STAGES; s++) {
      int stride = s == 0 ? 1 : 2;
      embeddings.add(
          child(
              "patch_embed_stages." + s,
              new MultiScalePatchEmbedding(
                  config.embedDims().get(s), config.paths().get(s), stride)));
    }
    List<Feature> outputs = new ArrayList<>();
    for (int s = 0; s < MPViTConfig.STAGES; s++) {
      stages.add(child("mhca_stages." + s, new MultiPathStage(config, s)));
      outputs.add(new Feature("stage" + (FIRST_NAME + s), config.outputDim(s), FIRST_STRIDE << s));
    }
    features = List.copyOf(outputs);
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  @Override
  public List<List<TorchBlock>> parts() {
    List<List<TorchBlock>> parts = new ArrayList<>();
    parts.add(List.of(stem));
    for (int s = 0; s < stages.size(); s++) {
      parts.add(List.of(embeddings.get(s), stages.get(s)));
    }
    return parts;
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = new NDList(stages.size());
    NDArray x = stem.forward(pass, images);
    for (int s = 0; s < stages.size(); s++) {
      NDList paths = embeddings.get(s).forward(pass, new NDList(x));
      if (s == 0) {
        x.close();
      }
      x = stages.get(s).forward(pass, paths).singletonOrThrow();
      paths.close();
      maps.add(x);
    }
    return maps;
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = new Shape[stages.size()];
    Shape x = stem.trace(tracer, images);
    for (int s = 0; s < maps.length; s++) {
      x = stages.get(s).trace(tracer, embeddings.get(s).trace(tracer, x))[0];
      maps[s] = x;
    }
    return maps;
  }
}
