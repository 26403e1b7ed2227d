/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random changes of colour, each of them made or left out by a fair coin: brightness, contrast
 * (before or after the next two, also by a fair coin), saturation, hue.
 *
 * @param brightness the most that is added or taken away, in levels
 * @param contrast the least and, mirrored at 1, the most factor of contrast and saturation, in [0,
 *     1]
 * @param hue the most steps of two degrees by which the hue is turned
 */
public record PhotometricDistortion(double brightness, double contrast, int hue) {

  /** Checks the ranges. */
  public PhotometricDistortion {
    if (!(brightness >= 0) || !(contrast >= 0 && contrast <= 1) || hue < 0) {
      throw new IllegalArgumentException(
          "brightness and hue are at least 0, contrast lies in [0, 1], found %s, %s, %s"
              .formatted(brightness, hue, contrast));
    }
  }

  /**
   * The published segmenters': 32 levels, factors from 0.5 to 1.5, up to 18 steps of hue.
   *
   * @return the distortion
   */
  public static PhotometricDistortion published() {
    return new PhotometricDistortion(32, 0.5, 18);
  }

  /**
   * Nothing changes.
   *
   * @return the distortion
   */
  public static PhotometricDistortion none() {
    return new PhotometricDistortion(0, 1, 0);
  }

  /**
   * Decides.
   *
   * @param random where to draw from
   * @return the steps in order; those that change nothing are left out
   */
  public List<ColourStep> draw(RandomGenerator random) {
    List<ColourStep> steps = new ArrayList<>();
    if (brightness > 0 && random.nextBoolean()) {
      steps.add(new ColourStep.Brightness(random.nextDouble(-brightness, brightness)));
    }
    boolean early = random.nextBoolean();
    if (early) {
      contrast(random, steps);
    }
    if (contrast < 1 && random.nextBoolean()) {
      steps.add(new ColourStep.Saturation(factor(random)));
    }
    if (hue > 0 && random.nextBoolean()) {
      steps.add(new ColourStep.Hue(random.nextInt(-hue, hue)));
    }
    if (!early) {
      contrast(random, steps);
    }
    return steps;
  }

  private void contrast(RandomGenerator random, List<ColourStep> steps) {
    if (contrast < 1 && random.nextBoolean()) {
      steps.add(new ColourStep.Contrast(factor(random)));
    }
  }

  private double factor(RandomGenerator random) {
    return random.nextDouble(contrast, 2 - contrast);
  }
}
