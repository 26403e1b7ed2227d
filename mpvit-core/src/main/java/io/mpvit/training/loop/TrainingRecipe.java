/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.OptimizerRule;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.optimizer.Sgd;
import io.mpvit.training.schedule.LearningRate;
import java.util.List;
import java.util.Objects;

/**
 * How the parameters follow their gradients.
 *
 * @param rate the learning rate of each step
 * @param groups what is decayed and how fast it learns; each parameter belongs to the first group
 *     that takes it
 * @param settings the optimizer and its numbers
 * @param maxNorm gradients are clipped to this norm; infinite for no clipping
 * @param accumulation batches in one step, whose gradients are averaged
 * @param averageDecay decay of the moving average of the weights; 0 for none
 */
public record TrainingRecipe(
    LearningRate rate,
    List<ParameterGroup> groups,
    OptimizerRule settings,
    double maxNorm,
    int accumulation,
    double averageDecay) {

  /** Checks the numbers. */
  public TrainingRecipe {
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(settings, "settings");
    groups = List.copyOf(groups);
    if (!(maxNorm > 0) || accumulation < 1 || !(averageDecay >= 0 && averageDecay < 1)) {
      throw new IllegalArgumentException(
          "expected a positive norm, at least one batch in a step and a decay in [0, 1), found"
              + " %s, %d, %s".formatted(maxNorm, accumulation, averageDecay));
    }
  }

  /**
   * The published detectors': AdamW with weight decay 0.05 on everything, gradients clipped to 1.
   *
   * @param rate the learning rate
   * @return the recipe
   */
  public static TrainingRecipe detection(LearningRate rate) {
    return new TrainingRecipe(
        rate, List.of(ParameterGroup.all(0.05)), AdamW.Settings.DEFAULT, 1, 1, 0);
  }

  /**
   * detectron2's own detectors': SGD with momentum 0.9 and weight decay 1e-4 on everything but
   * norms, no clipping.
   *
   * @param rate the learning rate
   * @return the recipe
   */
  public static TrainingRecipe detectron2(LearningRate rate) {
    return new TrainingRecipe(
        rate,
        List.of(ParameterGroup.norms(0), ParameterGroup.all(1e-4)),
        Sgd.Settings.DEFAULT,
        Double.POSITIVE_INFINITY,
        1,
        0);
  }

  /**
   * The published segmenters': AdamW with weight decay 0.01 on everything, norms and biases
   * included, no clipping.
   *
   * @param rate the learning rate
   * @return the recipe
   */
  public static TrainingRecipe segmentation(LearningRate rate) {
    return new TrainingRecipe(
        rate,
        List.of(ParameterGroup.all(0.01)),
        AdamW.Settings.DEFAULT,
        Double.POSITIVE_INFINITY,
        1,
        0);
  }

  /**
   * Returns the same recipe with steps of several batches.
   *
   * @param batches how many
   * @return a changed copy
   */
  public TrainingRecipe withAccumulation(int batches) {
    return new TrainingRecipe(rate, groups, settings, maxNorm, batches, averageDecay);
  }

  /**
   * Returns the same recipe with a moving average of the weights.
   *
   * @param decay its decay; 0 for none
   * @return a changed copy
   */
  public TrainingRecipe withAverage(double decay) {
    return new TrainingRecipe(rate, groups, settings, maxNorm, accumulation, decay);
  }
}
