/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.schedule;

import java.util.List;

/**
 * Linear warm-up, then a constant rate that falls at milestones; by iteration. The published
 * detectors' schedule (detectron2's {@code WarmupMultiStepLR}).
 *
 * @param rate the rate between warm-up and the first milestone
 * @param warmup iterations of warm-up
 * @param start the factor at iteration 0, reaching 1 at the end of the warm-up
 * @param milestones iterations from which the rate is multiplied once more, ascending
 * @param gamma the factor at each milestone
 */
public record WarmupSteps(
    double rate, long warmup, double start, List<Long> milestones, double gamma)
    implements LearningRate {

  /** Checks the values. */
  public WarmupSteps {
    milestones = List.copyOf(milestones);
    if (!(rate >= 0) || warmup < 0 || !(start >= 0 && start <= 1) || !(gamma >= 0)) {
      throw new IllegalArgumentException(
          "rate, warmup and gamma are at least 0 and start lies in [0, 1], found %s, %s, %s, %s"
              .formatted(rate, warmup, gamma, start));
    }
    if (!milestones.equals(milestones.stream().sorted().toList())) {
      throw new IllegalArgumentException("milestones ascend, found " + milestones);
    }
  }

  /** The published 1x schedule: 90000 iterations, steps at 60000 and 80000. */
  public static WarmupSteps detectron1x(double rate) {
    return new WarmupSteps(rate, 1000, 0.01, List.of(60_000L, 80_000L), 0.1);
  }

  /** The published 3x schedule: 270000 iterations, steps at 210000 and 250000. */
  public static WarmupSteps detectron3x(double rate) {
    return new WarmupSteps(rate, 1000, 0.01, List.of(210_000L, 250_000L), 0.1);
  }

  @Override
  public double at(long iteration) {
    LearningRate.requireTime(iteration);
    double factor = 1;
    if (iteration < warmup) {
      double done = (double) iteration / warmup;
      factor = start * (1 - done) + done;
    }
    long passed = milestones.stream().filter(milestone -> iteration >= milestone).count();
    return rate * factor * Math.pow(gamma, passed);
  }
}
