/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnObjective;
import io.mpvit.detection.rcnn.RcnnLossConfig;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * A Mask R-CNN or Cascade Mask R-CNN on any backbone.
 *
 * @param architecture the preset's name
 * @param config the network and what happens before and after it
 * @param layouts how files name its tensors
 * @param typicalInput [1, 3, H, W]
 * @param losses what it learns from
 * @param recipe how it is trained
 */
public record MaskRcnnPreset(
    String architecture,
    MaskRcnnConfig config,
    List<KeyLayout> layouts,
    Shape typicalInput,
    RcnnLossConfig losses,
    DetectorRecipe recipe)
    implements Preset<InstanceSegmenter> {

  private static final String CLASS_SCORES = "roi_heads.box_predictor.cls_score.weight";

  /** The first stage of a cascade. */
  private static final String CASCADE_SCORES = "roi_heads.box_predictor.0.cls_score.weight";

  private static final float LITTLE_MORE = 1.05f;

  /** Copies the list. */
  public MaskRcnnPreset {
    layouts = List.copyOf(layouts);
  }

  @Override
  public BackboneConfig backbone() {
    return config.backbone();
  }

  @Override
  public String backbonePrefix() {
    return "backbone." + config.backboneName() + ".";
  }

  @Override
  public Class<InstanceSegmenter> pipelineType() {
    return InstanceSegmenter.class;
  }

  @Override
  public TorchBlock build(Optional<StateDict> weights) {
    return new MaskRcnn(weights.map(this::adapted).orElse(config));
  }

  private MaskRcnnConfig adapted(StateDict file) {
    int classes =
        StateDictKeys.rows(file, CLASS_SCORES)
            .or(() -> StateDictKeys.rows(file, CASCADE_SCORES))
            // one row more than classes: the background
            .filter(rows -> rows > 1)
            .map(rows -> rows - 1)
            .orElse(config.head().classes());
    return config
        .withBackbone(config.backbone().adapt(file, backbonePrefix()))
        .withClasses(classes);
  }

  /**
   * With random weights nothing reaches the published threshold, and no mask would be made. A
   * little above the score that an undecided network gives to every class, enough is kept for the
   * most masks there can be.
   */
  @Override
  public TorchBlock buildForMeasuring() {
    float undecided = 1f / (config.head().classes() + 1);
    return new MaskRcnn(
        config.withThresholds(config.thresholds().withScore(LITTLE_MORE * undecided)));
  }

  @Override
  public PictureEntry entry() {
    return PictureEntry.of(config.transform());
  }

  @Override
  public InstanceSegmenter pipeline(TorchBlock network) {
    return config.segmenter((MaskRcnn) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((MaskRcnn) network).config().classes();
  }

  @Override
  public Trainer<InstanceSegmenter, ?> trainer(ModelCard card) {
    return new DetectorTrainer<>(
        true,
        false,
        recipe.emptyPictures(),
        InstanceSegmenter::detector,
        (classes, start) -> training(card, classes, start));
  }

  /** The network for a number of classes and its recipe; without masks if it has none. */
  DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    MaskRcnn network = new MaskRcnn(start.map(this::adapted).orElse(config).withClasses(classes));
    return new DetectorTraining(
        network,
        backbonePrefix(),
        new MaskRcnnObjective(network, losses),
        recipe.augmentation().apply(card),
        config.transform(),
        recipe.defaults().apply(card));
  }
}
