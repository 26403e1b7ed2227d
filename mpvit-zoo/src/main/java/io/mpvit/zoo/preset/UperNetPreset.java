/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.segmentation.upernet.UperNet;
import io.mpvit.segmentation.upernet.UperNetConfig;
import io.mpvit.segmentation.upernet.UperNetObjective;
import io.mpvit.segmentation.upernet.UperNetWeights;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.SegmenterTrainer;
import io.mpvit.zoo.recipe.SegmenterTraining;
import io.mpvit.zoo.recipe.Trainer;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.util.List;
import java.util.Optional;

/**
 * An UperNet on any backbone.
 *
 * @param architecture the preset's name
 * @param config the network and what happens before and after it
 * @param layouts how files name its tensors
 * @param augmentation how pictures are changed in training
 * @param defaults length, rate and parameter groups of a training
 */
public record UperNetPreset(
    String architecture,
    UperNetConfig config,
    List<KeyLayout> layouts,
    SegmentationAugmentation augmentation,
    TrainingDefaults defaults)
    implements Preset<SemanticSegmenter> {

  /** Copies the list. */
  public UperNetPreset {
    layouts = List.copyOf(layouts);
  }

  @Override
  public BackboneConfig backbone() {
    return config.backbone();
  }

  @Override
  public String backbonePrefix() {
    return "backbone.";
  }

  @Override
  public Class<SemanticSegmenter> pipelineType() {
    return SemanticSegmenter.class;
  }

  @Override
  public TorchBlock build(Optional<StateDict> weights) {
    return new UperNet(weights.map(file -> UperNetWeights.adapt(config, file)).orElse(config));
  }

  @Override
  public PictureEntry entry() {
    return PictureEntry.of(config.transform());
  }

  @Override
  public SemanticSegmenter pipeline(TorchBlock network) {
    return config.segmenter((UperNet) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((UperNet) network).config().classes();
  }

  /** A square of the side that pictures are brought to: 512, as the published crops have. */
  @Override
  public Shape typicalInput() {
    int side = config.transform().resize().shortLimit();
    return new Shape(1, 3, side, side);
  }

  @Override
  public Trainer<SemanticSegmenter, ?> trainer(ModelCard card) {
    return new SegmenterTrainer(this::training);
  }

  private SegmenterTraining training(int classes, Optional<StateDict> start) {
    UperNetConfig adapted = start.map(file -> UperNetWeights.adapt(config, file)).orElse(config);
    UperNet network = new UperNet(adapted.withClasses(classes));
    return new SegmenterTraining(
        network,
        backbonePrefix(),
        new UperNetObjective(network),
        augmentation,
        config.transform().normalization(),
        defaults);
  }
}
