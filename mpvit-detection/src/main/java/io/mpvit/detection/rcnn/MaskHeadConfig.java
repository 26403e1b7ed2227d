/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

/**
 * What the mask head looks like.
 *
 * @param side cells of a pooled region in both directions; a mask has twice as many; published: 14
 * @param convolutions 3x3 convolutions before the enlargement; published: 4
 * @param channels their width; published: 256
 * @param normed whether batch normalisation takes the place of their biases; published: false
 */
public record MaskHeadConfig(int side, int convolutions, int channels, boolean normed) {

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
   * Convolutions without norms, as published.
   *
   * @param side cells of a pooled region in both directions
   * @param convolutions 3x3 convolutions before the enlargement
   * @param channels their width
   */
  public MaskHeadConfig(int side, int convolutions, int channels) {
    this(side, convolutions, channels, false);
  }

  /**
   * Returns the same head with batch normalisation.
   *
   * @return a changed copy
   */
  public MaskHeadConfig withNorms() {
    return new MaskHeadConfig(side, convolutions, channels, true);
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
