/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.ImageSize;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * Cuts out a random part and resizes it by Pillow's bicubic interpolation to a square.
 *
 * @param size side of the result
 * @param minArea smallest share of the picture's area
 * @param maxArea largest share
 * @param minAspect smallest width / height
 * @param maxAspect largest width / height
 */
public record RandomResizedCrop(
    int size, double minArea, double maxArea, double minAspect, double maxAspect)
    implements ImageAugmentation {

  private static final int TRIES = 10;

  /** Checks the ranges. */
  public RandomResizedCrop {
    if (size < 1
        || !(minArea > 0 && minArea <= maxArea && maxArea <= 1)
        || !(minAspect > 0 && minAspect <= maxAspect)) {
      throw new IllegalArgumentException(
          "random crop: expected a positive size, areas in (0, 1] and positive aspects, found"
              + " %d, %s to %s, %s to %s".formatted(size, minArea, maxArea, minAspect, maxAspect));
    }
  }

  /** Area 0.08 to 1, aspect 3/4 to 4/3. */
  public static RandomResizedCrop published(int size) {
    return new RandomResizedCrop(size, 0.08, 1, 3.0 / 4, 4.0 / 3);
  }

  /**
   * A part of a picture.
   *
   * @param left first column
   * @param top first row
   * @param size its size
   */
  record Window(int left, int top, ImageSize size) {}

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    Window window = draw(image.size(), random);
    RgbImage part = image.crop(window.left, window.top, window.size.width(), window.size.height());
    return PillowResize.resize(part, new ImageSize(size, size), Resampling.BICUBIC);
  }

  /**
   * Area uniform, aspect log-uniform, until it fits; else the largest fitting part in the middle.
   */
  Window draw(ImageSize image, RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      double area = (double) image.width() * image.height() * between(minArea, maxArea, random);
      double aspect = Math.exp(between(Math.log(minAspect), Math.log(maxAspect), random));
      int width = (int) Math.rint(Math.sqrt(area * aspect));
      int height = (int) Math.rint(Math.sqrt(area / aspect));
      if (width >= 1 && width <= image.width() && height >= 1 && height <= image.height()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return new Window(left, top, new ImageSize(height, width));
      }
    }
    return middle(image);
  }

  Window middle(ImageSize image) {
    int width = image.width();
    int height = image.height();
    double aspect = (double) width / height;
    if (aspect < minAspect) {
      height = Math.max((int) Math.rint(width / minAspect), 1);
    } else if (aspect > maxAspect) {
      width = Math.max((int) Math.rint(height * maxAspect), 1);
    }
    ImageSize part = new ImageSize(height, width);
    return new Window((image.width() - width) / 2, (image.height() - height) / 2, part);
  }

  private static double between(double from, double to, RandomGenerator random) {
    return from + (to - from) * random.nextDouble();
  }
}
