/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.ImageSize;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * Fills a random rectangle of a normalised picture with normal noise (<a
 * href="https://arxiv.org/abs/1708.04896">Zhong et al.</a>).
 *
 * @param probability of doing so; published: 0.25
 * @param minArea smallest share of the area; published: 0.02
 * @param maxArea largest share; published: 1/3
 * @param minAspect smallest height / width, the largest being its inverse; published: 0.3
 */
public record RandomErasing(double probability, double minArea, double maxArea, double minAspect) {

  private static final int TRIES = 10;
  private static final int CHANNELS = 3;

  /** Checks the ranges. */
  public RandomErasing {
    if (!(probability >= 0 && probability <= 1)
        || !(minArea > 0 && minArea <= maxArea && maxArea <= 1)
        || !(minAspect > 0 && minAspect <= 1)) {
      throw new IllegalArgumentException(
          "random erasing: expected a probability, areas in (0, 1] and an aspect in (0, 1], found"
              + " %s, %s to %s, %s".formatted(probability, minArea, maxArea, minAspect));
    }
  }

  /** The published classifiers'. */
  public static RandomErasing published() {
    return new RandomErasing(0.25, 0.02, 1.0 / 3, 0.3);
  }

  /**
   * Changes a picture in place, perhaps.
   *
   * @param planes three planes; absolute puts are used
   * @param offset index of the first plane's first value
   * @param size height and width of the planes
   * @param random where to draw from
   */
  public void apply(FloatBuffer planes, int offset, ImageSize size, RandomGenerator random) {
    if (random.nextDouble() >= probability) {
      return;
    }
    double logAspect = Math.log(1 / minAspect);
    for (int i = 0; i < TRIES; i++) {
      double area =
          (double) size.height()
              * size.width()
              * (minArea + (maxArea - minArea) * random.nextDouble());
      double aspect = Math.exp(logAspect * (2 * random.nextDouble() - 1));
      int height = (int) Math.rint(Math.sqrt(area * aspect));
      int width = (int) Math.rint(Math.sqrt(area / aspect));
      if (height < size.height() && width < size.width()) {
        int top = random.nextInt(size.height() - height + 1);
        int left = random.nextInt(size.width() - width + 1);
        fill(planes, offset + top * size.width() + left, size, height, width, random);
        return;
      }
    }
  }

  private static void fill(
      FloatBuffer planes,
      int first,
      ImageSize size,
      int height,
      int width,
      RandomGenerator random) {
    for (int c = 0; c < CHANNELS; c++) {
      for (int y = 0; y < height; y++) {
        int row = first + (c * size.height() + y) * size.width();
        for (int x = 0; x < width; x++) {
          planes.put(row + x, (float) random.nextGaussian());
        }
      }
    }
  }
}
