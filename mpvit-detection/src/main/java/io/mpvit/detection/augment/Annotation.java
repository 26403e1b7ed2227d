/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import java.util.List;

/**
 * An object as a data set describes it, in pixels of the original picture.
 *
 * @param x1 left edge of its box
 * @param y1 top edge
 * @param x2 right edge
 * @param y2 bottom edge
 * @param classIndex its class, not the data set's category id
 * @param polygons its parts, x and y alternating; empty if unknown
 */
public record Annotation(
    double x1, double y1, double x2, double y2, int classIndex, List<double[]> polygons) {

  /** Copies the list. */
  public Annotation {
    polygons = List.copyOf(polygons);
  }

  /**
   * Returns the same object as one of another class.
   *
   * @param index the class
   * @return a changed copy
   */
  public Annotation ofClass(int index) {
    return new Annotation(x1, y1, x2, y2, index, polygons);
  }
}
