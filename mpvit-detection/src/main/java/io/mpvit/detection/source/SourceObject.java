/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.mask.Rle;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A true object as a data set tells it.
 *
 * @param classIndex position in {@link AnnotationSource#classes}
 * @param box where it is, in pixels of the upright picture and inside it
 * @param polygons corners x0, y0, x1, y1, ... of each part; none if there is no mask, or a bitmap
 * @param mask its pixels where the data set has a bitmap or run lengths
 * @param area its area in pixels as the data set says; NaN if it does not
 * @param crowd whether it stands for a group of objects that were not told apart
 */
public record SourceObject(
    int classIndex,
    CocoBox box,
    List<double[]> polygons,
    Optional<Rle> mask,
    double area,
    boolean crowd) {

  /** Copies the list. */
  public SourceObject {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(mask, "mask");
    polygons = List.copyOf(polygons);
  }

  /**
   * Makes an object that is one of many.
   *
   * @param classIndex position in {@link AnnotationSource#classes}
   * @param box where it is
   * @param polygons its parts, possibly none
   */
  public SourceObject(int classIndex, CocoBox box, List<double[]> polygons) {
    this(classIndex, box, polygons, Optional.empty(), Double.NaN, false);
  }

  /**
   * Returns the same object with a bitmap.
   *
   * @param pixels as large as the picture
   * @return a changed copy
   */
  public SourceObject withMask(Rle pixels) {
    return new SourceObject(classIndex, box, List.of(), Optional.of(pixels), area, crowd);
  }
}
