/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Colours of classes: the same index always has the same colour. */
public final class Palette {
  /** Turning the hue by the golden ratio keeps any number of successive hues apart. */
  private static final double HUE_STEP = 0.6180339887498949;

  private static final double[] SATURATION = {0.85, 0.60, 0.95};
  private static final double[] VALUE = {0.95, 0.75, 0.55, 1.0};

  private final int[] colours;

  private Palette(int[] colours) {
    this.colours = colours;
  }

  /**
   * A palette of given colours, such as a data set's own.
   *
   * @param rgb at least one colour {@code 0xRRGGBB}, in order of class index
   */
  public static Palette of(List<Integer> rgb) {
    if (rgb.isEmpty()) {
      throw new IllegalArgumentException("a palette needs at least one colour");
    }
    for (int colour : rgb) {
      if (colour < 0 || colour > 0xffffff) {
        throw new IllegalArgumentException(
            "a colour is 0x000000 to 0xffffff, not 0x" + Integer.toHexString(colour));
      }
    }
    return new Palette(rgb.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * A palette of clear, well separated colours.
   *
   * @param count number of classes, at least 1; a larger palette begins with the colours of a
   *     smaller one
   */
  public static Palette generated(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a palette needs at least one colour, not " + count);
    }
    int[] colours = new int[count];
    for (int i = 0; i < count; i++) {
      double hue = i * HUE_STEP;
      colours[i] =
          fromHsv(
              hue - Math.floor(hue), SATURATION[i % SATURATION.length], VALUE[i % VALUE.length]);
    }
    return new Palette(colours);
  }

  /**
   * Returns the same palette with another colour for one class.
   *
   * @param index its index, below {@link #size}
   * @param rgb its colour, {@code 0xRRGGBB}
   * @return a changed copy
   */
  public Palette with(int index, int rgb) {
    List<Integer> changed = Arrays.stream(colours).boxed().collect(Collectors.toList());
    changed.set(index, rgb);
    return of(changed);
  }

  /**
   * The colour of a class as {@code 0xRRGGBB}.
   *
   * @param index 0 or more; beyond the last colour they begin again
   */
  public int colour(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("a class index is 0 or more, not " + index);
    }
    return colours[index % colours.length];
  }

  /** How many colours there are. */
  public int size() {
    return colours.length;
  }

  /** Black or white, whichever is easier to read on the colour. */
  public static int textOn(int rgb) {
    // Luma of Rec. 601, times 1000.
    int luma = 299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff);
    return luma > 140_000 ? 0x000000 : 0xffffff;
  }

  private static int fromHsv(double hue, double saturation, double value) {
    return channel(5, hue, saturation, value) << 16
        | channel(3, hue, saturation, value) << 8
        | channel(1, hue, saturation, value);
  }

  private static int channel(int n, double hue, double saturation, double value) {
    double k = (n + hue * 6) % 6;
    double dip = Math.max(0, Math.min(Math.min(k, 4 - k), 1));
    return (int) Math.round(255 * value * (1 - saturation * dip));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Palette that && Arrays.equals(colours, that.colours);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(colours);
  }
}
