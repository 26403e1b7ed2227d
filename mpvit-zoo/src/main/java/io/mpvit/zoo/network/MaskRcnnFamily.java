/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTWeights;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnObjective;
import io.mpvit.detection.rcnn.MaskRcnnThresholds;
import io.mpvit.detection.rcnn.RcnnLossConfig;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.Trainer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Mask R-CNN and Cascade Mask R-CNN on MPViT. */
public final class MaskRcnnFamily implements NetworkFamily<InstanceSegmenter> {

  private static final String PICO = "mask_rcnn_mpvit_pico_shapes";
  private static final String BACKBONE = DetectorTraining.DETECTRON_BACKBONE;
  private static final String CLASS_SCORES = "roi_heads.box_predictor.cls_score.weight";

  /** The first stage of a cascade. */
  private static final String CASCADE_SCORES = "roi_heads.box_predictor.0.cls_score.weight";

  private static final float LITTLE_MORE = 1.05f;

  /** A COCO photograph of 2:3 at the published size, padded. */
  private static final Shape TYPICAL_INPUT = new Shape(1, 3, 800, 1216);

  private static final Map<String, Supplier<MaskRcnnConfig>> PRESETS =
      Map.of(
          PICO,
          MaskRcnnConfig::picoShapes,
          "mask_rcnn_mpvit_tiny",
          MaskRcnnConfig::tiny,
          "mask_rcnn_mpvit_xs",
          MaskRcnnConfig::xsmall,
          "mask_rcnn_mpvit_small",
          MaskRcnnConfig::small,
          "mask_rcnn_mpvit_base",
          MaskRcnnConfig::base,
          "cascade_mask_rcnn_mpvit_small",
          MaskRcnnConfig::cascadeSmall,
          "cascade_mask_rcnn_mpvit_base",
          MaskRcnnConfig::cascadeBase);

  @Override
  public Class<InstanceSegmenter> pipelineType() {
    return InstanceSegmenter.class;
  }

  @Override
  public boolean serves(ModelCard card) {
    return PRESETS.containsKey(card.architecture());
  }

  @Override
  public TorchBlock build(ModelCard card, Optional<StateDict> weights) {
    MaskRcnnConfig preset = PRESETS.get(card.architecture()).get();
    return new MaskRcnn(weights.map(file -> adapt(preset, file)).orElse(preset));
  }

  /**
   * With random weights nothing reaches the published threshold, and no mask would be made. A
   * little above the score that an undecided network gives to every class, enough is kept for the
   * most masks there can be.
   */
  @Override
  public TorchBlock buildForMeasuring(ModelCard card) {
    MaskRcnnConfig preset = PRESETS.get(card.architecture()).get();
    MaskRcnnThresholds published = preset.thresholds();
    float undecided = 1f / (preset.head().classes() + 1);
    return new MaskRcnn(
        preset.withThresholds(
            new MaskRcnnThresholds(
                published.proposals(),
                LITTLE_MORE * undecided,
                published.overlap(),
                published.detections())));
  }

  private static MaskRcnnConfig adapt(MaskRcnnConfig preset, StateDict file) {
    int classes =
        StateDictKeys.shape(file, CLASS_SCORES)
            .or(() -> StateDictKeys.shape(file, CASCADE_SCORES))
            // one row more than classes: the background
            .filter(shape -> shape.length > 0 && shape[0] > 1)
            .map(shape -> Math.toIntExact(shape[0] - 1))
            .orElse(preset.head().classes());
    return preset
        .withBackbone(MPViTWeights.adapt(preset.backbone(), file, BACKBONE))
        .withClasses(classes);
  }

  @Override
  public InstanceSegmenter pipeline(ModelCard card, TorchBlock network) {
    return PRESETS.get(card.architecture()).get().segmenter((MaskRcnn) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((MaskRcnn) network).config().classes();
  }

  @Override
  public Shape typicalInput(ModelCard card) {
    return card.architecture().equals(PICO) ? new Shape(1, 3, 192, 192) : TYPICAL_INPUT;
  }

  @Override
  public Optional<Trainer<InstanceSegmenter, ?>> trainer(ModelCard card) {
    return Optional.of(
        new DetectorTrainer<>(
            true,
            false,
            InstanceSegmenter::detector,
            (classes, start) -> training(card, classes, start)));
  }

  private static DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    MaskRcnnConfig preset = PRESETS.get(card.architecture()).get();
    MaskRcnnConfig config =
        start
            .map(file -> preset.withBackbone(InitialWeights.adapt(preset.backbone(), file)))
            .orElse(preset)
            .withClasses(classes);
    MaskRcnn network = new MaskRcnn(config);
    boolean pico = card.architecture().equals(PICO);
    return new DetectorTraining(
        network,
        BACKBONE,
        new MaskRcnnObjective(network, pico ? RcnnLossConfig.light() : published(config)),
        pico
            ? DetectionAugmentation.resizeAndFlip(MaskRcnnConfig.PICO_RESIZE)
            : DetectorTraining.augmentation(card),
        config.transform(),
        pico ? DetectorTraining.pico() : DetectorTraining.published(card));
  }

  private static RcnnLossConfig published(MaskRcnnConfig config) {
    return config.head().box().stages() == 1
        ? RcnnLossConfig.published()
        : RcnnLossConfig.publishedCascade();
  }
}
