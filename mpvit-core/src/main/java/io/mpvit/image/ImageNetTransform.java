/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.util.Objects;

/**
 * Resize and centre crop of the ImageNet evaluation: the short side to a length, the long one in
 * proportion and cut off, then the middle square.
 *
 * <p>Only the pixels of the crop are computed. For inputs of 32 and less the original neither
 * resizes nor crops, and so does this.
 *
 * @param size side of the network's input, such as 224
 * @param shortSide what the picture's short side is brought to, at least the input's side
 * @param resampling Pillow's interpolation
 */
public record ImageNetTransform(int size, int shortSide, Resampling resampling) {
  /** The published classifiers' 224. */
  public static final ImageNetTransform DEFAULT = new ImageNetTransform(224);

  private static final int NO_CROP_UP_TO = 32;

  /** Checks the sizes. */
  public ImageNetTransform {
    Objects.requireNonNull(resampling, "resampling");
    if (size < 1) {
      throw new IllegalArgumentException("the input size must be at least 1, not " + size);
    }
    if (shortSide < size) {
      throw new IllegalArgumentException(
          "the short side %d is below the input size %d".formatted(shortSide, size));
    }
  }

  /**
   * The transform of most published classifiers: the short side to 256/224 of the input's, bicubic.
   *
   * @param size side of the network's input
   */
  public ImageNetTransform(int size) {
    this(size, (int) (256.0 / 224.0 * size), Resampling.BICUBIC);
  }

  /**
   * torchvision's: bilinear, to 224 pixels.
   *
   * @param shortSide what the picture's short side is brought to: 256 or 232
   * @return the transform
   */
  public static ImageNetTransform torchvision(int shortSide) {
    return new ImageNetTransform(224, shortSide, Resampling.BILINEAR);
  }

  /** The size of the whole picture after resizing and before the crop. */
  public ImageSize resized(ImageSize original) {
    if (size <= NO_CROP_UP_TO) {
      return original;
    }
    int side = shortSide;
    if (original.shortSide() == side) {
      return original;
    }
    long longSide = (long) side * original.longSide() / original.shortSide();
    if (longSide > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a picture of " + original + " is too narrow for a square crop");
    }
    return original.width() <= original.height()
        ? new ImageSize((int) longSide, side)
        : new ImageSize(side, (int) longSide);
  }

  /** The network's view: {@code size x size}, or the picture itself for a size of up to 32. */
  public RgbImage apply(RgbImage image) {
    if (size <= NO_CROP_UP_TO) {
      return image;
    }
    ImageSize resized = resized(image.size());
    return PillowResize.resizeWindow(
        image,
        resized,
        resampling,
        offset(resized.width()),
        offset(resized.height()),
        new ImageSize(size, size));
  }

  /** Where the crop begins on a side; a half rounds to the even number, as Python's round does. */
  int offset(int side) {
    return (int) Math.rint((side - size) / 2.0);
  }
}
