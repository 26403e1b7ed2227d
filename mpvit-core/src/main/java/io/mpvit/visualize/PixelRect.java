/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

/** Whole pixels: left and top belong to the rectangle, right and bottom do not. */
record PixelRect(int left, int top, int right, int bottom) {
  static PixelRect at(int left, int top, int width, int height) {
    return new PixelRect(left, top, left + width, top + height);
  }

  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  /** Shared pixels with another rectangle. */
  long overlap(PixelRect other) {
    long width = Math.min(right, other.right) - (long) Math.max(left, other.left);
    long height = Math.min(bottom, other.bottom) - (long) Math.max(top, other.top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  /** The same size, shifted as little as needed to lie inside a picture that can hold it. */
  PixelRect shiftedInto(int pictureWidth, int pictureHeight) {
    return at(
        Math.max(0, Math.min(left, pictureWidth - width())),
        Math.max(0, Math.min(top, pictureHeight - height())),
        width(),
        height());
  }
}
