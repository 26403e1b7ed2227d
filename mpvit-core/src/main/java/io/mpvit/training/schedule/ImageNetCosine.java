/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.schedule;

/**
 * Linear warm-up and half a cosine, by epoch: the published classifiers' schedule.
 *
 * <p>The original sets the rate after each epoch e to the schedule's value at e, so an epoch runs
 * with the value of the one before, and epochs 0 and 1 both run at the warm-up's start.
 *
 * @param rate the rate at the top
 * @param warmupStart the rate at the start of the warm-up
 * @param warmup epochs of warm-up
 * @param floor the lowest rate of the cosine
 * @param epochs where the cosine would end
 */
public record ImageNetCosine(double rate, double warmupStart, int warmup, double floor, int epochs)
    implements LearningRate {

  private static final double RATE_PER_512 = 5e-4;

  /** Checks the values. */
  public ImageNetCosine {
    if (!(rate >= 0) || !(warmupStart >= 0) || !(floor >= 0) || warmup < 0 || epochs < 1) {
      throw new IllegalArgumentException(
          "rates and warmup are at least 0 and epochs at least 1, found %s, %s, %s, %s, %s"
              .formatted(rate, warmupStart, floor, warmup, epochs));
    }
  }

  /**
   * The published schedule: 5e-4 for every 512 images of a batch, 5 epochs of warm-up from 1e-6,
   * down to 1e-5 in 300 epochs.
   *
   * @param batch images of all devices in a step; published: 1024
   * @return the schedule
   */
  public static ImageNetCosine published(int batch) {
    return new ImageNetCosine(RATE_PER_512 * batch / 512, 1e-6, 5, 1e-5, 300);
  }

  /** The rate with which an epoch runs. */
  @Override
  public double at(long epoch) {
    LearningRate.requireTime(epoch);
    long t = Math.max(epoch - 1, 0);
    if (t < warmup) {
      return warmupStart + t * (rate - warmupStart) / warmup;
    }
    if (t >= epochs) {
      return floor;
    }
    return floor + 0.5 * (rate - floor) * (1 + Math.cos(Math.PI * t / epochs));
  }
}
