/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.deformabledetr.DeformableDetr;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.deformabledetr.DeformableDetrObjective;
import io.mpvit.detection.deformabledetr.HubLayout;
import io.mpvit.detection.deformabledetr.HubOptions;
import io.mpvit.detection.deformabledetr.SetCriterion;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.HubConfig;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Deformable DETR on any backbone.
 *
 * @param architecture the preset's name
 * @param config the network and what happens before and after it; plain, refined and two-stage
 *     files are told apart by their keys
 * @param layouts how files name its tensors
 * @param typicalInput [1, 3, H, W]
 * @param recipe how it is trained
 */
public record DeformableDetrPreset(
    String architecture,
    DeformableDetrConfig config,
    List<KeyLayout> layouts,
    Shape typicalInput,
    DetectorRecipe recipe)
    implements Preset<ObjectDetector> {

  private static final String CLASS_SCORES = "class_embed.0.weight";

  /** Those of two stages, of a file that keeps each tensor under one key. */
  private static final String TWO_STAGE_SCORES = "transformer.decoder." + CLASS_SCORES;

  /** Only an encoder that proposes has it. */
  private static final String PROPOSALS = "transformer.enc_output.weight";

  /** Only a decoder that refines boxes has it. */
  private static final String REFINEMENT = "transformer.decoder.bbox_embed.0.layers.0.weight";

  private static final String QUERIES = "query_embed.weight";

  /** Copies the list. */
  public DeformableDetrPreset {
    layouts = List.copyOf(layouts);
  }

  @Override
  public BackboneConfig backbone() {
    return config.backbone();
  }

  @Override
  public String backbonePrefix() {
    return "backbone.0." + config.backboneName() + ".";
  }

  @Override
  public Class<ObjectDetector> pipelineType() {
    return ObjectDetector.class;
  }

  @Override
  public TorchBlock build(Optional<StateDict> weights) {
    return new DeformableDetr(weights.map(this::adapted).orElse(config));
  }

  private DeformableDetrConfig adapted(StateDict file) {
    DeformableDetrHeadConfig head = config.head();
    int classes =
        StateDictKeys.rows(file, CLASS_SCORES)
            .or(() -> StateDictKeys.rows(file, TWO_STAGE_SCORES))
            .orElse(head.classes());
    return config
        .withBackbone(config.backbone().adapt(file, backbonePrefix()))
        .withHead(
            head.withQueries(StateDictKeys.rows(file, QUERIES).orElse(head.queries()))
                .withVariant(variant(file).orElse(head.variant()))
                .withClasses(classes));
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
  public void check(HubConfig hub, TorchBlock network) throws MalformedModelException {
    if (isOnHub()) {
      HubOptions.check(hub, ((DeformableDetr) network).config());
    }
  }

  @Override
  public Optional<ClassLabels> labels(HubConfig hub) {
    return isOnHub() ? HubOptions.labels(hub) : Optional.empty();
  }

  private boolean isOnHub() {
    return layouts.stream().anyMatch(layout -> layout.name().equals(HubLayout.NAME));
  }

  @Override
  public PictureEntry entry() {
    return PictureEntry.of(config.transform());
  }

  @Override
  public ObjectDetector pipeline(TorchBlock network) {
    return config.detector((DeformableDetr) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((DeformableDetr) network).config().classes();
  }

  @Override
  public Trainer<ObjectDetector, ?> trainer(ModelCard card) {
    return new DetectorTrainer<>(
        false,
        true,
        recipe.emptyPictures(),
        Function.identity(),
        (classes, start) -> training(card, classes, start));
  }

  private DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    DeformableDetr network =
        new DeformableDetr(start.map(this::adapted).orElse(config).withClasses(classes));
    return new DetectorTraining(
        network,
        backbonePrefix(),
        new DeformableDetrObjective(network, SetCriterion.published()),
        recipe.augmentation().apply(card),
        config.transform(),
        recipe.defaults().apply(card));
  }
}
