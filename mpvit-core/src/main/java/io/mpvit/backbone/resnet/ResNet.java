/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

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
 * ResNet and ResNeXt as backbones: a stem and four stages of bottleneck blocks. Images [B, 3, H, W]
 * of any size become the maps {@code res2} to {@code res5} at strides 4, 8, 16, 32, whatever the
 * names of the state dict.
 */
public final class ResNet extends Backbone {

  private static final int FIRST_STRIDE = 4;
  private static final int FIRST_NAME = 2;

  private final Stem stem;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Feature> features;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture
   */
  public ResNet(ResNetConfig config) {
    stem = child(config.names().stem(), new Stem(config));
    List<Feature> outputs = new ArrayList<>();
    for (int s = 0; s < ResNetConfig.STAGES; s++) {
      stages.add(child(config.names().stage(s), new Stage(config, s)));
      outputs.add(
          new Feature("res" + (FIRST_NAME + s), config.outputChannels(s), FIRST_STRIDE << s));
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
    stages.forEach(stage -> parts.add(List.of(stage)));
    return parts;
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = new NDList(stages.size());
    NDArray first = stem.forward(pass, images);
    NDArray x = first;
    for (Stage stage : stages) {
      x = stage.forward(pass, x);
      maps.add(x);
      if (maps.size() == 1) {
        first.close();
      }
    }
    return maps;
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = new Shape[stages.size()];
    Shape x = stem.trace(tracer, images);
    for (int s = 0; s < maps.length; s++) {
      x = stages.get(s).trace(tracer, x);
      maps[s] = x;
    }
    return maps;
  }
}
