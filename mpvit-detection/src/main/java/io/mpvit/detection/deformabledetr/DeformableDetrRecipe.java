/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.nn.StateEntry;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.LearningRate;
import java.util.List;

/**
 * How the parameters of a Deformable DETR follow their gradients: AdamW with weight decay 1e-4 on
 * everything, gradients clipped to a norm of 0.1, and a tenth of the rate for what decides where
 * queries look, the reference points and the sampling offsets.
 */
public final class DeformableDetrRecipe {

  private static final double WEIGHT_DECAY = 1e-4;
  private static final double MAX_NORM = 0.1;
  private static final double SLOW = 0.1;

  private DeformableDetrRecipe() {}

  /**
   * The published recipe: the backbone, which comes from a classifier, learns at a tenth of the
   * rate too.
   *
   * @param rate the learning rate of encoder, decoder and heads; published: 2e-4, after 40 of 50
   *     epochs a tenth
   * @return the recipe
   */
  public static TrainingRecipe published(LearningRate rate) {
    return recipe(rate, SLOW);
  }

  /**
   * The recipe for a network whose backbone begins with random weights and learns at the full rate.
   *
   * @param rate the learning rate
   * @return the recipe
   */
  public static TrainingRecipe fromScratch(LearningRate rate) {
    return recipe(rate, 1);
  }

  private static TrainingRecipe recipe(LearningRate rate, double ofBackbone) {
    return new TrainingRecipe(
        rate,
        List.of(
            new ParameterGroup(DeformableDetrRecipe::isBackbone, ofBackbone, WEIGHT_DECAY),
            new ParameterGroup(DeformableDetrRecipe::decidesPlaces, SLOW, WEIGHT_DECAY),
            ParameterGroup.all(WEIGHT_DECAY)),
        AdamW.Settings.DEFAULT,
        MAX_NORM,
        1,
        0);
  }

  private static boolean isBackbone(StateEntry entry) {
    return entry.key().startsWith("backbone.0.");
  }

  private static boolean decidesPlaces(StateEntry entry) {
    return entry.key().contains("reference_points") || entry.key().contains("sampling_offsets");
  }
}
