/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.backbone.mpvit.MPViTWeights;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.training.ClassificationChanges;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.nn.TorchBlock;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.ClassifierTrainer;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.Trainer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The ImageNet classifiers. */
public final class ClassifierFamily implements NetworkFamily<ImageClassifier> {

  private static final Map<String, Supplier<MPViTConfig>> PRESETS =
      Map.of(
          "mpvit_tiny", MPViTConfig::tiny,
          "mpvit_xsmall", MPViTConfig::xsmall,
          "mpvit_small", MPViTConfig::small,
          "mpvit_base", MPViTConfig::base);

  @Override
  public Class<ImageClassifier> pipelineType() {
    return ImageClassifier.class;
  }

  @Override
  public boolean serves(ModelCard card) {
    return PRESETS.containsKey(card.architecture());
  }

  @Override
  public TorchBlock build(ModelCard card, Optional<StateDict> weights) {
    MPViTConfig preset = PRESETS.get(card.architecture()).get();
    return weights
        .map(
            file ->
                new MPViTClassifier(
                    MPViTWeights.adapt(preset, file, ""),
                    MPViTWeights.classes(file, MPViTClassifier.IMAGENET_CLASSES)))
        .orElseGet(() -> new MPViTClassifier(preset, MPViTClassifier.IMAGENET_CLASSES));
  }

  @Override
  public ImageClassifier pipeline(ModelCard card, TorchBlock network) {
    return new ImageClassifier(network, ImageNetTransform.DEFAULT);
  }

  @Override
  public int classes(TorchBlock network) {
    return ((MPViTClassifier) network).classes();
  }

  @Override
  public Optional<Trainer<ImageClassifier, ?>> trainer(ModelCard card) {
    MPViTConfig preset = PRESETS.get(card.architecture()).get();
    ClassifierTrainer.Plan plan =
        (classes, start) ->
            new MPViTClassifier(
                start.map(file -> InitialWeights.adapt(preset, file)).orElse(preset), classes);
    return Optional.of(
        new ClassifierTrainer(
            plan, ClassificationChanges.published(ImageNetTransform.DEFAULT.size())));
  }

  /** The backbone of a name on model cards, if it is an MPViT. */
  static Optional<MPViTConfig> preset(String backbone) {
    return Optional.ofNullable(PRESETS.get(backbone)).map(Supplier::get);
  }

  @Override
  public Shape typicalInput(ModelCard card) {
    return new Shape(1, 3, ImageNetTransform.DEFAULT.size(), ImageNetTransform.DEFAULT.size());
  }
}
