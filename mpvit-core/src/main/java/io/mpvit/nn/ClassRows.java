/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import java.util.function.IntUnaryOperator;

/**
 * How the rows of a parameter (its first axis) belong to classes: {@code groups} times one after
 * the other all classes with {@code perClass} rows each, then rows that belong to none, such as
 * that of the background.
 *
 * @param groups how often all classes come, such as once per anchor; at least 1
 * @param perClass rows of a class in each group, at least 1
 * @param others rows behind them that belong to no class
 */
public record ClassRows(int groups, int perClass, int others) {

  /** One row per class, as most heads have it. */
  public static final ClassRows ONE_EACH = new ClassRows(1, 1, 0);

  /** Checks the ranges. */
  public ClassRows {
    if (groups < 1 || perClass < 1 || others < 0) {
      throw new IllegalArgumentException(
          "expected groups and rows per class, found "
              + groups
              + " groups of "
              + perClass
              + " and "
              + others);
    }
  }

  /**
   * How many classes a parameter of so many rows knows.
   *
   * @param rows length of its first axis
   * @return the number of classes; -1 if the rows do not add up
   */
  public int classes(long rows) {
    long own = rows - others;
    long ofEach = (long) groups * perClass;
    return own > 0 && own % ofEach == 0 ? Math.toIntExact(own / ofEach) : -1;
  }

  /**
   * Tells for every row which row of a parameter with other classes means the same.
   *
   * @param classes how many classes this parameter knows
   * @param otherClasses how many the other one knows
   * @param match from a class to the other's, or to -1
   * @return by row of this parameter, a row of the other one or -1
   */
  public int[] sources(int classes, int otherClasses, IntUnaryOperator match) {
    int[] sources = new int[groups * classes * perClass + others];
    int row = 0;
    for (int group = 0; group < groups; group++) {
      for (int k = 0; k < classes; k++) {
        int other = match.applyAsInt(k);
        for (int r = 0; r < perClass; r++) {
          sources[row++] = other < 0 ? -1 : group * otherClasses * perClass + other * perClass + r;
        }
      }
    }
    for (int i = 0; i < others; i++) {
      sources[row++] = groups * otherClasses * perClass + i;
    }
    return sources;
  }
}
