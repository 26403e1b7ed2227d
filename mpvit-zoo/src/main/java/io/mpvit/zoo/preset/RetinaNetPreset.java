/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.retinanet.RetinaNetLossConfig;
import io.mpvit.detection.retinanet.RetinaNetObjective;
import io.mpvit.nn.TorchBlock;
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
 * A RetinaNet on any backbone.
 *
 * @param architecture the preset's name
 * @param config the network and what happens before and after it
 * @param layouts how files name its tensors
 * @param typicalInput [1, 3, H, W]
 * @param recipe how it is trained
 */
public record RetinaNetPreset(
    String architecture,
    RetinaNetConfig config,
    List<KeyLayout> layouts,
    Shape typicalInput,
    DetectorRecipe recipe)
    implements Preset<ObjectDetector> {

  private static final String CLASS_SCORES = "head.cls_score.weight";

  /** Copies the list. */
  public RetinaNetPreset {
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
  public Class<ObjectDetector> pipelineType() {
    return ObjectDetector.class;
  }

  @Override
  public TorchBlock build(Optional<StateDict> weights) {
    return new RetinaNet(weights.map(this::adapted).orElse(config));
  }

  private RetinaNetConfig adapted(StateDict file) {
    int anchors = config.head().anchors().anchorsPerCell();
    int classes =
        StateDictKeys.rows(file, CLASS_SCORES)
            .filter(rows -> rows % anchors == 0)
            .map(rows -> rows / anchors)
            .orElse(config.head().classes());
    return config
        .withBackbone(config.backbone().adapt(file, backbonePrefix()))
        .withClasses(classes);
  }

  @Override
  public PictureEntry entry() {
    return PictureEntry.of(config.transform());
  }

  @Override
  public ObjectDetector pipeline(TorchBlock network) {
    // The decoder takes the class count from the network, which may have it from a file.
    return config.detector((RetinaNet) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((RetinaNet) network).config().classes();
  }

  @Override
  public Trainer<ObjectDetector, ?> trainer(ModelCard card) {
    return new DetectorTrainer<>(
        false,
        false,
        recipe.emptyPictures(),
        Function.identity(),
        (classes, start) -> training(card, classes, start));
  }

  private DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    RetinaNet network = new RetinaNet(start.map(this::adapted).orElse(config).withClasses(classes));
    return new DetectorTraining(
        network,
        backbonePrefix(),
        new RetinaNetObjective(network, RetinaNetLossConfig.published()),
        recipe.augmentation().apply(card),
        config.transform(),
        recipe.defaults().apply(card));
  }
}
