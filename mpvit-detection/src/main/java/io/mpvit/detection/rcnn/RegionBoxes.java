/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.Boxes;

/** What the stages of R-CNN do to packed boxes between them. */
final class RegionBoxes {

  private RegionBoxes() {}

  /** Whether all coordinates of a box are numbers. */
  static boolean isFinite(float[] boxes, int index) {
    for (int at = Boxes.SIZE * index; at < Boxes.SIZE * (index + 1); at++) {
      if (!Float.isFinite(boxes[at])) {
        return false;
      }
    }
    return true;
  }

  /** Moves the edges of a box that lie outside an image onto its border, in place. */
  static Box clip(float[] boxes, int index, ImageSize size) {
    Box box = Box.at(boxes, index).clipped(size.width(), size.height());
    int at = Boxes.SIZE * index;
    boxes[at] = box.x1();
    boxes[at + 1] = box.y1();
    boxes[at + 2] = box.x2();
    boxes[at + 3] = box.y2();
    return box;
  }

  /** Clips all boxes in place. */
  static void clipAll(float[] boxes, ImageSize size) {
    for (int i = 0; i < Boxes.count(boxes); i++) {
      clip(boxes, i, size);
    }
  }

  /** Copies some boxes. */
  static float[] select(float[] boxes, int... positions) {
    float[] selected = new float[Boxes.SIZE * positions.length];
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(boxes, Boxes.SIZE * positions[i], selected, Boxes.SIZE * i, Boxes.SIZE);
    }
    return selected;
  }
}
