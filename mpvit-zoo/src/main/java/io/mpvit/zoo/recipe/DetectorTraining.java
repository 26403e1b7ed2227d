/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.Objective;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import io.mpvit.zoo.recipe.TrainingDefaults.Schedule;
import java.util.List;

/**
 * A detector and what it is trained with.
 *
 * @param network for the data's classes, its parameters not yet given values
 * @param backbone what stands before the backbone's keys
 * @param objective its losses
 * @param augmentation how pictures are changed
 * @param transform normalisation and padding
 * @param defaults what is used unless something else is asked for
 */
public record DetectorTraining(
    TorchBlock network,
    String backbone,
    Objective<DetectionBatch> objective,
    DetectionAugmentation augmentation,
    DetectorTransform transform,
    TrainingDefaults defaults) {

  private static final long WARMUP = 1000;
  private static final double WARMUP_START = 0.01;

  /** The stem and the stage after it. */
  private static final int FROZEN = 2;

  /**
   * The published recipe of RetinaNet and the R-CNNs, after the card's schedule.
   *
   * @param card a model card
   * @return 1x, or multi-scale 3x
   */
  public static TrainingDefaults published(ModelCard card) {
    return isMultiScale(card)
        ? defaults(16, 1e-4, 270_000, List.of(21.0 / 27, 25.0 / 27))
        : defaults(16, 1e-4, 90_000, List.of(6.0 / 9, 8.0 / 9));
  }

  /**
   * detectron2's own recipe, after the card's schedule: SGD, from a thousandth of the rate in 1000
   * iterations, falling to a tenth twice; the stem and the first stage do not learn.
   *
   * @param card a model card
   * @param rate the highest learning rate for 16 pictures
   * @return 1x or 3x
   */
  public static TrainingDefaults detectron2(ModelCard card, double rate) {
    boolean once = card.schedule().equals("1x");
    List<Double> shares = once ? List.of(6.0 / 9, 8.0 / 9) : List.of(21.0 / 27, 25.0 / 27);
    return new TrainingDefaults(
        16,
        rate,
        Length.iterations(once ? 90_000 : 270_000),
        steps(shares, 0.001),
        TrainingRecipe::detectron2,
        FROZEN);
  }

  /** The recipe of our small model of shapes. */
  public static TrainingDefaults pico() {
    return defaults(8, 1e-3, 8000, List.of(0.75, 0.92));
  }

  private static TrainingDefaults defaults(
      int batch, double rate, long iterations, List<Double> steps) {
    return new TrainingDefaults(
        batch, rate, Length.iterations(iterations), steps(steps), TrainingRecipe::detection);
  }

  /**
   * A rate that falls in steps. With another length the steps move along; the warm-up has 1000
   * iterations, and in short trainings a tenth of them.
   *
   * @param shares where the rate falls to a tenth, as shares of the length
   * @return the schedule
   */
  public static Schedule steps(List<Double> shares) {
    return steps(shares, WARMUP_START);
  }

  private static Schedule steps(List<Double> shares, double start) {
    return (highest, length) ->
        new WarmupSteps(
            highest,
            Math.min(WARMUP, length / 10),
            start,
            shares.stream().map(share -> Math.round(share * length)).toList(),
            0.1);
  }

  /**
   * The published augmentation of a card's schedule.
   *
   * @param card a model card
   * @return one size, or many sizes and crops
   */
  public static DetectionAugmentation augmentation(ModelCard card) {
    return isMultiScale(card)
        ? DetectionAugmentation.publishedMultiScale()
        : DetectionAugmentation.published1x();
  }

  private static boolean isMultiScale(ModelCard card) {
    return card.schedule().startsWith("MS");
  }
}
