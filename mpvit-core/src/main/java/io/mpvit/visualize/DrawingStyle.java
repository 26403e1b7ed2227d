/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import io.mpvit.image.ImageSize;

/**
 * How thick and how large things are drawn.
 *
 * @param lineWidth width of box edges and mask contours in pixels, at least 1
 * @param textHeight height of a capital letter in pixels, at least 5
 * @param maskOpacity how much of a mask's colour covers the picture, 0 to 1
 */
public record DrawingStyle(int lineWidth, double textHeight, double maskOpacity) {
  private static final double LINE_SHARE = 0.0042;
  private static final double TEXT_SHARE = 0.0165;
  private static final double SMALLEST_TEXT = 7;
  private static final double MASK_OPACITY = 0.45;

  /** Checks the ranges. */
  public DrawingStyle {
    if (lineWidth < 1 || !(textHeight >= 5) || !(maskOpacity >= 0 && maskOpacity <= 1)) {
      throw new IllegalArgumentException(
          "need lineWidth >= 1, textHeight >= 5 and maskOpacity in 0..1, not %s, %s, %s"
              .formatted(lineWidth, textHeight, maskOpacity));
    }
  }

  /** What looks right on a picture of the given size. */
  public static DrawingStyle fitting(ImageSize size) {
    double side = Math.sqrt((double) size.height() * size.width());
    return new DrawingStyle(
        Math.max(1, (int) Math.round(side * LINE_SHARE)),
        Math.max(SMALLEST_TEXT, side * TEXT_SHARE),
        MASK_OPACITY);
  }
}
