/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * Height and width in pixels, in the order of tensor axes.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record ImageSize(int height, int width) {
  /** Checks that both sides are positive. */
  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture needs at least 1x1 pixels, not " + height + "x" + width);
    }
  }

  /** The longer side. */
  public int longSide() {
    return Math.max(height, width);
  }

  /** The shorter side. */
  public int shortSide() {
    return Math.min(height, width);
  }

  /** The smallest size that covers this one and the other. */
  public ImageSize cover(ImageSize other) {
    return new ImageSize(Math.max(height, other.height), Math.max(width, other.width));
  }

  /**
   * Both sides raised to the next multiple.
   *
   * @param divisor at least 1
   */
  public ImageSize roundUpTo(int divisor) {
    return new ImageSize(roundUp(height, divisor), roundUp(width, divisor));
  }

  private static int roundUp(int n, int divisor) {
    return Math.multiplyExact((n - 1) / divisor + 1, divisor);
  }

  /** Height x width, such as {@code 480x640}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
