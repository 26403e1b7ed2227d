/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.Objects;

/**
 * A rectangle of a picture that a network sees by itself.
 *
 * @param top its first row
 * @param left its first column
 * @param size its height and width
 */
public record Window(int top, int left, ImageSize size) {

  /**
   * Checks the place.
   *
   * @throws IllegalArgumentException if it begins before the picture
   */
  public Window {
    Objects.requireNonNull(size, "size");
    if (top < 0 || left < 0) {
      throw new IllegalArgumentException(
          "a window begins inside the picture, found row " + top + ", column " + left);
    }
  }

  /** One past the last row. */
  public int bottom() {
    return top + size.height();
  }

  /** One past the last column. */
  public int right() {
    return left + size.width();
  }

  /**
   * The part of a picture that lies in the window.
   *
   * @param picture a picture that holds it
   * @return the part
   */
  public RgbImage of(RgbImage picture) {
    return picture.crop(left, top, size.width(), size.height());
  }
}
