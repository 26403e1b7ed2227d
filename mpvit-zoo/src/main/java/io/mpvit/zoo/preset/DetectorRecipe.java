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
 */
public record DetectorRecipe(
    Function<ModelCard, DetectionAugmentation> augmentation,
    Function<ModelCard, TrainingDefaults> defaults) {

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
