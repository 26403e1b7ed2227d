/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.upernet.UperNet;
import io.mpvit.segmentation.upernet.UperNetConfig;
import io.mpvit.segmentation.upernet.UperNetWeights;
import io.mpvit.zoo.card.ModelCard;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** UperNet on MPViT. */
public final class UperNetFamily implements NetworkFamily<SemanticSegmenter> {

  /** The crop that the published models were trained on. */
  private static final Shape TYPICAL_INPUT = new Shape(1, 3, 512, 512);

  private static final Map<String, Supplier<UperNetConfig>> PRESETS =
      Map.of(
          "upernet_mpvit_small", UperNetConfig::small,
          "upernet_mpvit_base", UperNetConfig::base);

  @Override
  public Class<SemanticSegmenter> pipelineType() {
    return SemanticSegmenter.class;
  }

  @Override
  public boolean serves(ModelCard card) {
    return PRESETS.containsKey(card.architecture());
  }

  @Override
  public TorchBlock build(ModelCard card, Optional<StateDict> weights) {
    UperNetConfig preset = PRESETS.get(card.architecture()).get();
    return new UperNet(weights.map(file -> UperNetWeights.adapt(preset, file)).orElse(preset));
  }

  @Override
  public SemanticSegmenter pipeline(ModelCard card, TorchBlock network) {
    return PRESETS.get(card.architecture()).get().segmenter((UperNet) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((UperNet) network).config().classes();
  }

  @Override
  public Shape typicalInput(ModelCard card) {
    return TYPICAL_INPUT;
  }
}
