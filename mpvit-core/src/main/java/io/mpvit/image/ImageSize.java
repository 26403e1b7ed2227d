/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Height and width in pixels, in the order of tensor axes.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record ImageSize(int height, int width) {
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  /** Checks that both sides are positive. */
  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture needs at least 1x1 pixels, not " + height + "x" + width);
    }
  }

  /**
   * Reads a size as {@link #toString} writes it.
   *
   * @param text height x width, such as {@code 480x640}, each below 100,000
   * @return the size
   * @throws IllegalArgumentException if it is none
   */
  public static ImageSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected HEIGHTxWIDTH in pixels, such as 480x640, found '" + text + "'");
    }
    return new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
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

  /** The same with width and height exchanged. */
  public ImageSize turned() {
    return new ImageSize(width, height);
  }

  private static int roundUp(int n, int divisor) {
    return Math.multiplyExact((n - 1) / divisor + 1, divisor);
  }

  /** For people, who put the width first: such as {@code 640 x 480 pixels (width x height)}. */
  public String text() {
    return width + " x " + height + " pixels (width x height)";
  }

  /** Height x width, such as {@code 480x640}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
