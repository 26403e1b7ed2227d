/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import java.util.Locale;
import java.util.Objects;

/**
 * A class of objects.
 *
 * @param index the class index that networks emit, from 0
 * @param id the number of the class in the data set's files; need not be consecutive
 * @param name the English name
 * @param rgb the colour for drawings, 0xRRGGBB
 */
public record Category(int index, int id, String name, int rgb) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the index is negative, the name blank, or the colour more
   *     than 24 bits
   */
  public Category {
    Objects.requireNonNull(name, "name");
    if (index < 0 || name.isBlank() || (rgb & 0xFF000000) != 0) {
      throw new IllegalArgumentException(
          "category: expected an index from 0, a name and a 24-bit colour, found "
              + index
              + ", '"
              + name
              + "', 0x"
              + Integer.toHexString(rgb));
    }
  }

  /**
   * Returns what is written beside an object of this class.
   *
   * @param score the network's confidence in [0, 1]
   * @return name and score in percent, such as {@code person 87%}
   */
  public String label(float score) {
    return String.format(Locale.ROOT, "%s %d%%", name, Math.round(100 * score));
  }
}
