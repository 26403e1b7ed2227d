/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTWeights;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.retinanet.RetinaNetLossConfig;
import io.mpvit.detection.retinanet.RetinaNetObjective;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.Trainer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** RetinaNet on MPViT. */
public final class RetinaNetFamily implements NetworkFamily<ObjectDetector> {

  private static final String BACKBONE = DetectorTraining.DETECTRON_BACKBONE;
  private static final String CLASS_SCORES = "head.cls_score.weight";

  /** A COCO photograph of 2:3 at the published size, padded. */
  private static final Shape TYPICAL_INPUT = new Shape(1, 3, 800, 1216);

  private static final Map<String, Supplier<RetinaNetConfig>> PRESETS =
      Map.of(
          "retinanet_mpvit_tiny", RetinaNetConfig::tiny,
          "retinanet_mpvit_xs", RetinaNetConfig::xsmall,
          "retinanet_mpvit_small", RetinaNetConfig::small,
          "retinanet_mpvit_base", RetinaNetConfig::base);

  @Override
  public Class<ObjectDetector> pipelineType() {
    return ObjectDetector.class;
  }

  @Override
  public boolean serves(ModelCard card) {
    return PRESETS.containsKey(card.architecture());
  }

  @Override
  public TorchBlock build(ModelCard card, Optional<StateDict> weights) {
    RetinaNetConfig preset = PRESETS.get(card.architecture()).get();
    return new RetinaNet(weights.map(file -> adapt(preset, file)).orElse(preset));
  }

  private static RetinaNetConfig adapt(RetinaNetConfig preset, StateDict file) {
    long anchors = preset.head().anchors().anchorsPerCell();
    int classes =
        StateDictKeys.shape(file, CLASS_SCORES)
            .filter(shape -> shape.length > 0 && shape[0] > 0 && shape[0] % anchors == 0)
            .map(shape -> Math.toIntExact(shape[0] / anchors))
            .orElse(preset.head().classes());
    return preset
        .withBackbone(MPViTWeights.adapt(preset.backbone(), file, BACKBONE))
        .withClasses(classes);
  }

  @Override
  public ObjectDetector pipeline(ModelCard card, TorchBlock network) {
    // The decoder takes the class count from the network, which may have it from a file.
    return PRESETS.get(card.architecture()).get().detector((RetinaNet) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((RetinaNet) network).config().classes();
  }

  @Override
  public Shape typicalInput(ModelCard card) {
    return TYPICAL_INPUT;
  }

  @Override
  public Optional<Trainer<ObjectDetector, ?>> trainer(ModelCard card) {
    return Optional.of(
        new DetectorTrainer<>(
            false, false, Function.identity(), (classes, start) -> training(card, classes, start)));
  }

  private static DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    RetinaNetConfig preset = PRESETS.get(card.architecture()).get();
    RetinaNetConfig config =
        start
            .map(file -> preset.withBackbone(InitialWeights.adapt(preset.backbone(), file)))
            .orElse(preset)
            .withClasses(classes);
    RetinaNet network = new RetinaNet(config);
    return new DetectorTraining(
        network,
        BACKBONE,
        new RetinaNetObjective(network, RetinaNetLossConfig.published()),
        DetectorTraining.augmentation(card),
        config.transform(),
        DetectorTraining.published(card));
  }
}
