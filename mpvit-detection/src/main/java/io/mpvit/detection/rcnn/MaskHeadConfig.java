/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

/**
 * What the mask head looks like.
 *
 * @param side cells of a pooled region in both directions; a mask has twice as many; published: 14
 * @param convolutions 3x3 convolutions before the enlargement; published: 4
 * @param channels their width; published: 256
 */
public record MaskHeadConfig(int side, int convolutions, int channels) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public MaskHeadConfig {
    if (side <= 0 || convolutions <= 0 || channels <= 0) {
      throw new IllegalArgumentException(
          "mask head: side, convolutions and channels must be positive, found "
              + side
              + ", "
              + convolutions
              + " and "
              + channels);
    }
  }

  /**
   * Returns the values of the published models.
   *
   * @return 14, 4 and 256
   */
  public static MaskHeadConfig published() {
    return new MaskHeadConfig(14, 4, 256);
  }

  /**
   * Returns the size of a mask.
   *
   * @return its rows, and its columns; published: 28
   */
  public int maskSide() {
    return 2 * side;
  }
}
