/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * The size rule of mmsegmentation and mmdetection: as large as fits into a long and a short limit,
 * enlarging small pictures too. Both sides are multiplied by the same factor, in doubles, and
 * rounded half up. A side that would round to 0, where the original fails, becomes 1.
 *
 * @param longLimit the most that the longer side may get
 * @param shortLimit the most that the shorter side may get
 */
public record KeepRatioResize(int longLimit, int shortLimit) implements PictureResize {

  /** The sizes of the models published for ADE20K: at most 2048 and 512. */
  public static final KeepRatioResize ADE20K = new KeepRatioResize(2048, 512);

  /** The sizes of mmdetection's models for COCO: at most 1333 and 800. */
  public static final KeepRatioResize COCO = new KeepRatioResize(1333, 800);

  /** Checks the ranges. */
  public KeepRatioResize {
    if (shortLimit < 1 || longLimit < shortLimit) {
      throw new IllegalArgumentException(
          "limits need 1 <= shortLimit <= longLimit, found " + shortLimit + " and " + longLimit);
    }
  }

  /**
   * The same rule with both limits multiplied and cut to whole numbers.
   *
   * @param ratio positive
   * @return the scaled rule
   */
  public KeepRatioResize times(double ratio) {
    return new KeepRatioResize((int) (longLimit * ratio), (int) (shortLimit * ratio));
  }

  @Override
  public ImageSize target(ImageSize size) {
    double factor =
        Math.min((double) longLimit / size.longSide(), (double) shortLimit / size.shortSide());
    return new ImageSize(rounded(size.height(), factor), rounded(size.width(), factor));
  }

  private static int rounded(int side, double factor) {
    return Math.max((int) (side * factor + 0.5), 1);
  }

  /** The picture at its {@link #target} size, by OpenCV's bilinear interpolation. */
  @Override
  public RgbImage apply(RgbImage image) {
    return OpenCvResize.resize(image, target(image.size()));
  }
}
