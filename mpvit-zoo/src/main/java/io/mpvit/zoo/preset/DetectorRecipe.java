/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.util.function.Function;

/**
 * How a detector is trained, as far as it does not follow from the network. One architecture may
 * have been published with several schedules, so the recipe is asked with a card.
 *
 * @param augmentation how pictures are changed
 * @param defaults length, rate, parameter groups
 * @param emptyPictures whether pictures without objects are learned from
 */
public record DetectorRecipe(
    Function<ModelCard, DetectionAugmentation> augmentation,
    Function<ModelCard, TrainingDefaults> defaults,
    boolean emptyPictures) {

  /**
   * A recipe that learns from pictures without objects too.
   *
   * @param augmentation how pictures are changed
   * @param defaults length, rate, parameter groups
   */
  public DetectorRecipe(
      Function<ModelCard, DetectionAugmentation> augmentation,
      Function<ModelCard, TrainingDefaults> defaults) {
    this(augmentation, defaults, true);
  }

  /**
   * The recipe of detectron2's own models, 1x or 3x after the card.
   *
   * @param rate the highest learning rate for 16 pictures
   * @return the recipe
   */
  public static DetectorRecipe detectron2(double rate) {
    return new DetectorRecipe(
        card -> DetectionAugmentation.detectron2(),
        card -> DetectorTraining.detectron2(card, rate),
        false);
  }

  /**
   * The recipe of RetinaNet and the R-CNNs on MPViT, 1x or multi-scale 3x after the card.
   *
   * @return the published recipe
   */
  public static DetectorRecipe published() {
    return new DetectorRecipe(DetectorTraining::augmentation, DetectorTraining::published);
  }

  /**
   * A recipe that is the same for every card.
   *
   * @param augmentation how pictures are changed
   * @param defaults length, rate, parameter groups
   * @return the recipe
   */
  public static DetectorRecipe of(DetectionAugmentation augmentation, TrainingDefaults defaults) {
    return new DetectorRecipe(card -> augmentation, card -> defaults);
  }
}
