/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import io.mpvit.image.RgbImage;
import java.util.List;

/** How a picture is mirrored before it enters the network. */
public enum Flip {
  /** Not at all. */
  NONE,
  /** Left and right change places. */
  HORIZONTAL,
  /** Top and bottom change places. */
  VERTICAL;

  private static final int CHANNELS = 3;

  /**
   * The looks that are averaged with or without mirroring.
   *
   * @param mirrored whether there is a second, mirrored look
   * @return the plain look, and after it the mirrored one if wanted
   */
  public static List<Flip> looks(boolean mirrored) {
    return mirrored ? List.of(NONE, HORIZONTAL) : List.of(NONE);
  }

  /**
   * Mirrors a picture.
   *
   * @param picture the picture
   * @return the mirrored one; the same where there is nothing to do
   */
  public RgbImage apply(RgbImage picture) {
    if (this == NONE) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    byte[] from = picture.toBytes();
    byte[] to = new byte[from.length];
    for (int y = 0; y < height; y++) {
      int row = CHANNELS * width * (this == VERTICAL ? height - 1 - y : y);
      for (int x = 0; x < width; x++) {
        int source = row + CHANNELS * (this == HORIZONTAL ? width - 1 - x : x);
        System.arraycopy(from, source, to, CHANNELS * (y * width + x), CHANNELS);
      }
    }
    return RgbImage.of(width, height, to);
  }
}
