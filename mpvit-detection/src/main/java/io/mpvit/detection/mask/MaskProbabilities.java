/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import java.util.Arrays;

/**
 * A mask as a network predicts it: a square grid of probabilities laid over a box, whatever the
 * box' size and shape. Element (row, column) of the grid covers that part of the box.
 */
public final class MaskProbabilities {
  private final int side;
  private final float[] values;

  /**
   * Creates a mask.
   *
   * @param side rows and columns of the grid
   * @param values probabilities in [0, 1], row-major, side * side of them
   * @throws IllegalArgumentException if there is another number of values
   */
  public MaskProbabilities(int side, float[] values) {
    if (side <= 0 || values.length != side * side) {
      throw new IllegalArgumentException(
          "mask: expected side * side values, found side " + side + " and " + values.length);
    }
    this.side = side;
    this.values = values.clone();
  }

  /**
   * Returns the size of the grid.
   *
   * @return its rows, and its columns
   */
  public int side() {
    return side;
  }

  /**
   * Returns the probabilities.
   *
   * @return a copy, row-major
   */
  public float[] values() {
    return values.clone();
  }

  /**
   * Returns one probability.
   *
   * @param row from the top
   * @param column from the left
   * @return a value in [0, 1]
   */
  public float at(int row, int column) {
    return values[row * side + column];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskProbabilities mask && Arrays.equals(values, mask.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "MaskProbabilities[" + side + " x " + side + "]";
  }
}
