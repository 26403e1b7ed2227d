/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.training.ClassificationChanges;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.Normalization;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.ClassifierTrainer;
import io.mpvit.zoo.recipe.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * An ImageNet classifier on any backbone.
 *
 * @param architecture the preset's name
 * @param backbone the network below the head
 * @param layouts how files name its tensors
 * @param transform how pictures enter
 */
public record ClassifierPreset(
    String architecture,
    BackboneConfig backbone,
    List<KeyLayout> layouts,
    ImageNetTransform transform)
    implements Preset<ImageClassifier> {

  /** Copies the list. */
  public ClassifierPreset {
    layouts = List.copyOf(layouts);
  }

  @Override
  public String backbonePrefix() {
    return "";
  }

  @Override
  public Class<ImageClassifier> pipelineType() {
    return ImageClassifier.class;
  }

  @Override
  public TorchBlock build(Optional<StateDict> weights) {
    BackboneConfig adapted = adapted(weights);
    BackboneClassifier published = adapted.classifier(BackboneClassifier.IMAGENET_CLASSES);
    return weights
        .flatMap(file -> StateDictKeys.rows(file, published.classWeight()))
        .map(adapted::classifier)
        .orElse(published);
  }

  private BackboneConfig adapted(Optional<StateDict> weights) {
    return weights.map(file -> backbone.adapt(file, backbonePrefix())).orElse(backbone);
  }

  @Override
  public PictureEntry entry() {
    return new PictureEntry(transform.toString(), transform::apply, Normalization.IMAGENET, 1);
  }

  @Override
  public ImageClassifier pipeline(TorchBlock network) {
    return new ImageClassifier(network, transform);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((BackboneClassifier) network).classes();
  }

  @Override
  public Shape typicalInput() {
    return new Shape(1, 3, transform.size(), transform.size());
  }

  @Override
  public Trainer<ImageClassifier, ?> trainer(ModelCard card) {
    return new ClassifierTrainer(
        (classes, start) -> adapted(start).classifier(classes),
        ClassificationChanges.published(transform.size()));
  }
}
