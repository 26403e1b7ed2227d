/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

/**
 * Hue, saturation and value of 8-bit colours as OpenCV has them: hue in steps of two degrees, 0 to
 * 179, the others 0 to 255.
 *
 * @param hue in [0, 180)
 * @param saturation in [0, 255]
 * @param value in [0, 255]
 */
record Hsv(int hue, int saturation, int value) {

  /** Different hues. */
  static final int HUES = 180;

  private static final int SECTORS = 6;
  private static final int MAX = 255;
  private static final int SHIFT = 12;
  private static final int HALF = 1 << SHIFT - 1;
  private static final int[] PER_VALUE = table(MAX << SHIFT, 1);
  private static final int[] PER_SPREAD = table(HUES << SHIFT, SECTORS);

  /** Rounded quotients in fixed point; nothing is divided by 0. */
  private static int[] table(int dividend, int factor) {
    int[] table = new int[MAX + 1];
    for (int i = 1; i < table.length; i++) {
      table[i] = (int) Math.rint(dividend / (double) (factor * i));
    }
    return table;
  }

  /** Whole numbers throughout, equal to OpenCV's. */
  static Hsv of(int red, int green, int blue) {
    int value = Math.max(Math.max(red, green), blue);
    int spread = value - Math.min(Math.min(red, green), blue);
    int saturation = spread * PER_VALUE[value] + HALF >> SHIFT;
    int turn;
    if (value == red) {
      turn = green - blue;
    } else if (value == green) {
      turn = blue - red + 2 * spread;
    } else {
      turn = red - green + 4 * spread;
    }
    int hue = turn * PER_SPREAD[spread] + HALF >> SHIFT;
    return new Hsv(hue < 0 ? hue + HUES : hue, saturation, value);
  }

  /**
   * The colour as red, green and blue, at 16, 8 and 0 bits. In float32 and rounded; OpenCV itself
   * differs by one level between its scalar and its vectorised code.
   */
  int rgb() {
    float turn = hue * (SECTORS / (float) HUES);
    int sector = (int) turn;
    float rest = turn - sector;
    float s = saturation / (float) MAX;
    float high = value / (float) MAX;
    float low = high * (1 - s);
    float falling = high * (1 - s * rest);
    float rising = high * (1 - s * (1 - rest));
    return switch (sector) {
      case 0 -> pack(high, rising, low);
      case 1 -> pack(falling, high, low);
      case 2 -> pack(low, high, rising);
      case 3 -> pack(low, falling, high);
      case 4 -> pack(rising, low, high);
      default -> pack(high, low, falling);
    };
  }

  private static int pack(float red, float green, float blue) {
    return level(red) << 16 | level(green) << 8 | level(blue);
  }

  private static int level(float part) {
    return Math.max(0, Math.min(MAX, (int) Math.rint(part * MAX)));
  }
}
