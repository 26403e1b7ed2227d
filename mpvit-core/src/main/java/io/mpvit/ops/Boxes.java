/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

/**
 * Geometry of boxes that are packed into a float array: box {@code i} is {@code boxes[4 * i .. 4 *
 * i + 3]} = x1, y1, x2, y2.
 *
 * <p>Sizes are plain differences {@code x2 - x1} (no added pixel) and all arithmetic is float32, so
 * that results are those of the reference implementations to the last bit that matters at a
 * threshold.
 */
public final class Boxes {

  /** Number of coordinates of one box. */
  public static final int SIZE = 4;

  private Boxes() {}

  /**
   * Returns how many boxes an array holds.
   *
   * @param boxes packed boxes
   * @return the number of boxes
   * @throws IllegalArgumentException if the length is not a multiple of four
   */
  public static int count(float[] boxes) {
    if (boxes.length % SIZE != 0) {
      throw new IllegalArgumentException(
          "boxes: expected a multiple of 4 coordinates, found " + boxes.length);
    }
    return boxes.length / SIZE;
  }

  /**
   * Returns the area of one box.
   *
   * @param boxes packed boxes
   * @param index position of the box
   * @return {@code (x2 - x1) * (y2 - y1)}
   */
  public static float area(float[] boxes, int index) {
    int at = SIZE * index;
    return (boxes[at + 2] - boxes[at]) * (boxes[at + 3] - boxes[at + 1]);
  }

  /**
   * Returns the intersection over union of two boxes.
   *
   * @param a packed boxes
   * @param i position of the first box in {@code a}
   * @param b packed boxes
   * @param j position of the second box in {@code b}
   * @return a value in [0, 1]; 0 where the boxes do not overlap, also for empty boxes and for boxes
   *     with a coordinate that is not a number
   */
  public static float iou(float[] a, int i, float[] b, int j) {
    int p = SIZE * i;
    int q = SIZE * j;
    float width = Math.min(a[p + 2], b[q + 2]) - Math.max(a[p], b[q]);
    float height = Math.min(a[p + 3], b[q + 3]) - Math.max(a[p + 1], b[q + 1]);
    // Written so that NaN takes the first branch too.
    if (!(width > 0f && height > 0f)) {
      return 0f;
    }
    float intersection = width * height;
    return intersection / (area(a, i) + area(b, j) - intersection);
  }
}
