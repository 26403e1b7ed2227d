/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import java.util.List;

/**
 * Objects of a range of sizes, which are scored apart.
 *
 * @param name what tables call them
 * @param min smallest area in square pixels, inclusive
 * @param max largest area, inclusive
 */
public record AreaRange(String name, double min, double max) {
  private static final double MEDIUM = 32 * 32;
  private static final double LARGE = 96 * 96;
  private static final double ANY = 1e5 * 1e5;

  /** The published ranges: all, small, medium, large. An area on a limit counts on both sides. */
  public static final List<AreaRange> PUBLISHED =
      List.of(
          new AreaRange("all", 0, ANY),
          new AreaRange("small", 0, MEDIUM),
          new AreaRange("medium", MEDIUM, LARGE),
          new AreaRange("large", LARGE, ANY));

  /**
   * Tells whether an object is in the range.
   *
   * @param area its area in square pixels
   * @return true between the limits, both included
   */
  public boolean contains(double area) {
    return area >= min && area <= max;
  }
}
