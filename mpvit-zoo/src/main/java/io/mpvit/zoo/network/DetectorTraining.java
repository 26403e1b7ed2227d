/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.Objective;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.zoo.card.ModelCard;
import java.util.List;

/**
 * A detector and the recipe that it is trained with.
 *
 * @param network for the data's classes, its parameters not yet given values
 * @param objective its losses
 * @param masks whether it learns masks
 * @param augmentation how pictures are changed
 * @param transform normalisation and padding
 * @param defaults what is used unless something else is asked for
 */
public record DetectorTraining(
    TorchBlock network,
    Objective<DetectionBatch> objective,
    boolean masks,
    DetectionAugmentation augmentation,
    DetectorTransform transform,
    Defaults defaults) {

  /**
   * Batch, rate and length.
   *
   * @param batch pictures in a step
   * @param rate the learning rate for that batch; other batches have it in proportion
   * @param iterations steps
   * @param steps where the rate falls to a tenth, as shares of the length
   */
  public record Defaults(int batch, double rate, long iterations, List<Double> steps) {

    private static final long WARMUP = 1000;

    /** Our small model of shapes. */
    static final Defaults PICO = new Defaults(8, 1e-3, 6000, List.of(0.75, 0.92));

    /** Copies the list. */
    public Defaults {
      steps = List.copyOf(steps);
    }

    static Defaults published(ModelCard card) {
      return isMultiScale(card)
          ? new Defaults(16, 1e-4, 270_000, List.of(21.0 / 27, 25.0 / 27))
          : new Defaults(16, 1e-4, 90_000, List.of(6.0 / 9, 8.0 / 9));
    }

    /**
     * The rate for another batch.
     *
     * @param pictures in a step
     * @return in proportion
     */
    public double rateOf(int pictures) {
      return rate * pictures / batch;
    }

    /**
     * The schedule for another length: the steps move along; the warm-up has 1000 iterations, and
     * in short trainings a tenth of them.
     *
     * @param highest learning rate
     * @param length iterations
     * @return the schedule
     */
    public WarmupSteps schedule(double highest, long length) {
      return new WarmupSteps(
          highest,
          Math.min(WARMUP, length / 10),
          0.01,
          steps.stream().map(share -> Math.round(share * length)).toList(),
          0.1);
    }
  }

  /** The published augmentation of a card's schedule. */
  static DetectionAugmentation augmentation(ModelCard card) {
    return isMultiScale(card)
        ? DetectionAugmentation.publishedMultiScale()
        : DetectionAugmentation.published1x();
  }

  private static boolean isMultiScale(ModelCard card) {
    return card.schedule().startsWith("MS");
  }
}
