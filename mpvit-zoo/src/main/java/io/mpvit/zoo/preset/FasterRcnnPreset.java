/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Faster R-CNN on any backbone: a Mask R-CNN without masks, whose pipeline ends with boxes.
 *
 * @param boxes the network and all that is known of it
 */
public record FasterRcnnPreset(MaskRcnnPreset boxes) implements Preset<ObjectDetector> {

  /**
   * Checks that the network finds boxes only.
   *
   * @throws IllegalArgumentException if it has a mask head
   */
  public FasterRcnnPreset {
    if (boxes.config().head().mask().isPresent()) {
      throw new IllegalArgumentException(boxes.architecture() + " has a mask head");
    }
  }

  private MaskRcnnConfig config() {
    return boxes.config();
  }

  @Override
  public String architecture() {
    return boxes.architecture();
  }

  @Override
  public BackboneConfig backbone() {
    return boxes.backbone();
  }

  @Override
  public String backbonePrefix() {
    return boxes.backbonePrefix();
  }

  @Override
  public List<KeyLayout> layouts() {
    return boxes.layouts();
  }

  @Override
  public Class<ObjectDetector> pipelineType() {
    return ObjectDetector.class;
  }

  @Override
  public TorchBlock build(Optional<StateDict> weights) {
    return boxes.build(weights);
  }

  @Override
  public TorchBlock buildForMeasuring() {
    return boxes.buildForMeasuring();
  }

  @Override
  public PictureEntry entry() {
    return boxes.entry();
  }

  @Override
  public ObjectDetector pipeline(TorchBlock network) {
    return config().detector((MaskRcnn) network);
  }

  @Override
  public int classes(TorchBlock network) {
    return boxes.classes(network);
  }

  @Override
  public Shape typicalInput() {
    return boxes.typicalInput();
  }

  @Override
  public Trainer<ObjectDetector, ?> trainer(ModelCard card) {
    return new DetectorTrainer<>(
        false,
        false,
        boxes.recipe().emptyPictures(),
        Function.identity(),
        (classes, start) -> boxes.training(card, classes, start));
  }
}
