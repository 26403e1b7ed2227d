/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTWeights;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.deformabledetr.DeformableDetr;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.deformabledetr.DeformableDetrObjective;
import io.mpvit.detection.deformabledetr.DeformableDetrRecipe;
import io.mpvit.detection.deformabledetr.SetCriterion;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.Trainer;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Deformable DETR on MPViT. */
public final class DeformableDetrFamily implements NetworkFamily<ObjectDetector> {

  private static final String PICO = "deformable_detr_mpvit_pico_shapes";
  private static final String BACKBONE = "backbone.0.backbone.";
  private static final String CLASS_SCORES = "class_embed.0.weight";

  /** Those of two stages, of a file that keeps each tensor under one key. */
  private static final String TWO_STAGE_SCORES = "transformer.decoder." + CLASS_SCORES;

  /** Only an encoder that proposes has it. */
  private static final String PROPOSALS = "transformer.enc_output.weight";

  /** Only a decoder that refines boxes has it. */
  private static final String REFINEMENT = "transformer.decoder.bbox_embed.0.layers.0.weight";

  private static final String QUERIES = "query_embed.weight";

  /** The published size of a COCO photograph of 2:3, padded as the other detectors pad. */
  private static final Shape TYPICAL_INPUT = new Shape(1, 3, 800, 1216);

  private static final Map<String, Supplier<DeformableDetrConfig>> PRESETS =
      Map.of(
          PICO,
          DeformableDetrConfig::picoShapes,
          "deformable_detr_mpvit_small",
          DeformableDetrConfig::small);

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
    DeformableDetrConfig preset = preset(card);
    return new DeformableDetr(weights.map(file -> adapt(preset, file)).orElse(preset));
  }

  private static DeformableDetrConfig preset(ModelCard card) {
    return PRESETS.get(card.architecture()).get();
  }

  private static DeformableDetrConfig adapt(DeformableDetrConfig preset, StateDict file) {
    int classes =
        rows(file, CLASS_SCORES)
            .or(() -> rows(file, TWO_STAGE_SCORES))
            .orElse(preset.head().classes());
    return preset
        .withBackbone(MPViTWeights.adapt(preset.backbone(), file, BACKBONE))
        .withHead(adapt(preset.head(), file).withClasses(classes));
  }

  private static DeformableDetrHeadConfig adapt(DeformableDetrHeadConfig head, StateDict file) {
    return head.withQueries(rows(file, QUERIES).orElse(head.queries()))
        .withVariant(variant(file).orElse(head.variant()));
  }

  private static Optional<Integer> rows(StateDict file, String key) {
    return StateDictKeys.shape(file, key)
        .filter(shape -> shape.length == 2 && shape[0] > 0 && shape[0] <= Integer.MAX_VALUE)
        .map(shape -> (int) shape[0]);
  }

  /** Empty if there is nothing of a Deformable DETR in the file. */
  private static Optional<Variant> variant(StateDict file) {
    if (StateDictKeys.shape(file, PROPOSALS).isPresent()) {
      return Optional.of(Variant.TWO_STAGE);
    }
    if (StateDictKeys.shape(file, REFINEMENT).isPresent()) {
      return Optional.of(Variant.REFINEMENT);
    }
    return StateDictKeys.shape(file, QUERIES).map(shape -> Variant.PLAIN);
  }

  @Override
  public ObjectDetector pipeline(ModelCard card, TorchBlock network) {
    return preset(card).detector((DeformableDetr) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((DeformableDetr) network).config().classes();
  }

  @Override
  public Shape typicalInput(ModelCard card) {
    return isPico(card) ? new Shape(1, 3, 192, 192) : TYPICAL_INPUT;
  }

  private static boolean isPico(ModelCard card) {
    return card.architecture().equals(PICO);
  }

  @Override
  public Optional<Trainer<ObjectDetector, ?>> trainer(ModelCard card) {
    return Optional.of(
        new DetectorTrainer<>(
            false, true, Function.identity(), (classes, start) -> training(card, classes, start)));
  }

  private static DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    DeformableDetrConfig preset = preset(card);
    DeformableDetrConfig config =
        start
            .map(
                file ->
                    preset
                        .withBackbone(InitialWeights.adapt(preset.backbone(), file))
                        .withHead(adapt(preset.head(), file)))
            .orElse(preset)
            .withClasses(classes);
    DeformableDetr network = new DeformableDetr(config);
    return new DetectorTraining(
        network,
        BACKBONE,
        new DeformableDetrObjective(network, SetCriterion.published()),
        isPico(card)
            ? DetectionAugmentation.resizeAndFlip(DeformableDetrConfig.PICO_RESIZE)
            : DetectionAugmentation.publishedDetr(),
        config.transform(),
        isPico(card) ? picoDefaults() : publishedDefaults());
  }

  private static TrainingDefaults publishedDefaults() {
    return new TrainingDefaults(
        16,
        2e-4,
        Length.epochs(50),
        (highest, length) -> new WarmupSteps(highest, 0, 1, List.of(Math.round(0.8 * length)), 0.1),
        DeformableDetrRecipe::published);
  }

  private static TrainingDefaults picoDefaults() {
    return new TrainingDefaults(
        8,
        4e-4,
        Length.iterations(6000),
        DetectorTraining.steps(List.of(0.75, 0.92)),
        DeformableDetrRecipe::fromScratch);
  }
}
