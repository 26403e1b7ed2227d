/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.segmentation.upernet.UperNet;
import io.mpvit.segmentation.upernet.UperNetConfig;
import io.mpvit.segmentation.upernet.UperNetObjective;
import io.mpvit.segmentation.upernet.UperNetWeights;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.SegmenterTrainer;
import io.mpvit.zoo.recipe.SegmenterTraining;
import io.mpvit.zoo.recipe.Trainer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** UperNet on MPViT. */
public final class UperNetFamily implements NetworkFamily<SemanticSegmenter> {

  private static final String PICO = "upernet_mpvit_pico_shapes";
  private static final String BACKBONE = "backbone.";

  private static final Map<String, Supplier<UperNetConfig>> PRESETS =
      Map.of(
          PICO,
          UperNetConfig::picoShapes,
          "upernet_mpvit_small",
          UperNetConfig::small,
          "upernet_mpvit_base",
          UperNetConfig::base);

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

  /** A square of the side that pictures are brought to: 512, as the published crops have. */
  @Override
  public Shape typicalInput(ModelCard card) {
    int side = PRESETS.get(card.architecture()).get().transform().resize().shortLimit();
    return new Shape(1, 3, side, side);
  }

  @Override
  public Optional<Trainer<SemanticSegmenter, ?>> trainer(ModelCard card) {
    return Optional.of(new SegmenterTrainer((classes, start) -> training(card, classes, start)));
  }

  private static SegmenterTraining training(
      ModelCard card, int classes, Optional<StateDict> start) {
    UperNetConfig preset = PRESETS.get(card.architecture()).get();
    UperNetConfig config =
        start
            .map(file -> preset.withBackbone(InitialWeights.adapt(preset.backbone(), file)))
            .orElse(preset)
            .withClasses(classes);
    UperNet network = new UperNet(config);
    boolean pico = card.architecture().equals(PICO);
    return new SegmenterTraining(
        network,
        BACKBONE,
        new UperNetObjective(network),
        pico ? SegmenterTraining.picoAugmentation() : SegmentationAugmentation.published(),
        config.transform().normalization(),
        pico ? SegmenterTraining.pico() : SegmenterTraining.published());
  }
}
