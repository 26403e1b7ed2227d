/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

/**
 * The smallest upright rectangle of whole pixels around a mask.
 *
 * @param x leftmost column
 * @param y topmost row
 * @param width number of columns; 0 for an empty mask
 * @param height number of rows; 0 for an empty mask
 */
public record MaskBounds(int x, int y, int width, int height) {
  /** The bounds of a mask without pixels. */
  public static final MaskBounds NONE = new MaskBounds(0, 0, 0, 0);

  /**
   * Tells whether there is no pixel.
   *
   * @return true for the bounds of an empty mask
   */
  public boolean isEmpty() {
    return width == 0 || height == 0;
  }

  /**
   * Tells whether two rectangles share a pixel.
   *
   * @param other bounds in the same picture
   * @return true if the overlap is not empty
   */
  public boolean overlaps(MaskBounds other) {
    return x < other.x + other.width
        && other.x < x + width
        && y < other.y + other.height
        && other.y < y + height;
  }
}
