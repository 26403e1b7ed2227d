/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.box.Box;

/**
 * A box in COCO's form, in pixels; continuous, so that the right end is {@code x + width}.
 *
 * @param x left edge
 * @param y top edge
 * @param width extent to the right; files hold zero and even negative ones
 * @param height extent downwards
 */
public record CocoBox(double x, double y, double width, double height) {

  /**
   * Converts the box of a detector.
   *
   * @param box corners in pixels
   * @return the same box by corner and size; differences are float32, as detectron2 writes them
   */
  public static CocoBox of(Box box) {
    return new CocoBox(box.x1(), box.y1(), box.width(), box.height());
  }

  /**
   * Returns the area.
   *
   * @return width times height
   */
  public double area() {
    return width * height;
  }

  /**
   * Computes the overlap by which COCO matches boxes.
   *
   * @param truth the true box
   * @param crowd whether it is a crowd, of which this box need only be a part
   * @return intersection over union, or over this box's area for a crowd; 0 if nothing is shared
   */
  public double iou(CocoBox truth, boolean crowd) {
    double w = Math.min(x + width, truth.x + truth.width) - Math.max(x, truth.x);
    double h = Math.min(y + height, truth.y + truth.height) - Math.max(y, truth.y);
    if (w <= 0 || h <= 0) {
      return 0;
    }
    double shared = w * h;
    return shared / (crowd ? area() : area() + truth.area() - shared);
  }
}
