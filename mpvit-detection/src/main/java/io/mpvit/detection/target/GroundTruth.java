/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import io.mpvit.ops.Boxes;
import java.util.Arrays;
import java.util.List;

/**
 * The objects of one training picture, in pixels of the network image.
 *
 * @param boxes packed boxes, x1, y1, x2, y2
 * @param classes the class index of each box
 * @param polygons for each box its outline as one or more rings of x, y, ...; empty if masks are
 *     not learned
 */
public record GroundTruth(float[] boxes, int[] classes, List<List<double[]>> polygons) {

  /**
   * Checks that the parts have one entry per object. The arrays are not copied and must not change.
   *
   * @throws IllegalArgumentException if they do not, or a class is negative
   */
  public GroundTruth {
    polygons = List.copyOf(polygons);
    int count = Boxes.count(boxes);
    if (classes.length != count || !(polygons.isEmpty() || polygons.size() == count)) {
      throw new IllegalArgumentException(
          "ground truth: expected a class and, if any, polygons for each of %d boxes, found %d and %d"
              .formatted(count, classes.length, polygons.size()));
    }
    if (Arrays.stream(classes).anyMatch(c -> c < 0)) {
      throw new IllegalArgumentException(
          "ground truth: a class is negative in " + Arrays.toString(classes));
    }
  }

  /**
   * Objects without masks.
   *
   * @param boxes packed boxes
   * @param classes the class index of each box
   * @return the objects
   */
  public static GroundTruth of(float[] boxes, int[] classes) {
    return new GroundTruth(boxes, classes, List.of());
  }

  /** The number of objects. */
  public int size() {
    return classes.length;
  }

  /**
   * Checks that a network knows the classes.
   *
   * @param count its number of classes
   * @throws IllegalArgumentException if a class index is {@code count} or higher
   */
  public void requireClassesBelow(int count) {
    for (int index : classes) {
      if (index >= count) {
        throw new IllegalArgumentException(
            "ground truth: class indices must be below " + count + ", found " + index);
      }
    }
  }
}
