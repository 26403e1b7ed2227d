/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.detection.target.GroundTruth;
import io.mpvit.image.ImageSize;

/**
 * The objects of one training picture as a Deformable DETR learns them.
 *
 * @param boxes centre x, centre y, width and height relative to the picture, packed
 * @param classes the class index of each box
 */
public record RelativeTruth(float[] boxes, int[] classes) {
  private static final int BOX = 4;

  /** Checks that there is a class per box; the arrays are not copied. */
  public RelativeTruth {
    if (boxes.length != BOX * classes.length) {
      throw new IllegalArgumentException(
          "objects: " + boxes.length + " coordinates for " + classes.length + " classes");
    }
  }

  /**
   * Brings objects into this form.
   *
   * @param truth the objects in pixels
   * @param size size of the picture without padding
   * @return the same objects
   */
  public static RelativeTruth of(GroundTruth truth, ImageSize size) {
    float[] boxes = new float[truth.boxes().length];
    for (int at = 0; at < boxes.length; at += BOX) {
      for (int axis = 0; axis < 2; axis++) {
        float side = axis == 0 ? size.width() : size.height();
        float low = truth.boxes()[at + axis];
        float high = truth.boxes()[at + 2 + axis];
        boxes[at + axis] = (low + high) / 2 / side;
        boxes[at + 2 + axis] = (high - low) / side;
      }
    }
    return new RelativeTruth(boxes, truth.classes());
  }

  /** The number of objects. */
  public int size() {
    return classes.length;
  }

  /** The same objects, all of class 0. */
  RelativeTruth withoutClasses() {
    return new RelativeTruth(boxes, new int[classes.length]);
  }
}
