/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

import io.mpvit.detection.augment.PolygonClip;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.image.ImageSize;
import java.util.Locale;
import java.util.Optional;

/**
 * Boxes and polygons brought into their picture.
 *
 * @param picture its size
 * @param oddities hears of what does not fit
 */
public record ObjectShapes(ImageSize picture, Oddities oddities) {

  /** Numbers are rounded when they are written: less than this beyond the border is not odd. */
  private static final double ROUNDING = 0.5;

  /** Beyond this no number is a place in a picture, and geometry would lose its precision. */
  private static final double FARTHEST = 1e6;

  private static final int MIN_NUMBERS = 6;

  /**
   * Cuts a box at the border.
   *
   * @param corners x0, y0, x1, y1 in pixels
   * @param where the file, and the entry in it
   * @return what of it lies in the picture; none if that has no extent
   */
  public Optional<CocoBox> box(double[] corners, String where) {
    if (!areSound(corners, where)) {
      return Optional.empty();
    }
    double width = corners[2] - corners[0];
    double height = corners[3] - corners[1];
    if (!(width > 0 && height > 0)) {
      oddities.add(
          Oddity.EMPTY_BOX, where, "its box is %s wide and %s high".formatted(width, height));
      return Optional.empty();
    }
    double left = Math.max(corners[0], 0);
    double top = Math.max(corners[1], 0);
    double right = Math.min(corners[2], picture.width());
    double bottom = Math.min(corners[3], picture.height());
    if (!(left < right && top < bottom)) {
      oddities.add(Oddity.OUTSIDE, where, place("its box", corners));
      return Optional.empty();
    }
    if (isBeyond(corners)) {
      oddities.add(Oddity.BEYOND, where, place("its box", corners));
    }
    return Optional.of(new CocoBox(left, top, right - left, bottom - top));
  }

  /**
   * Cuts a polygon at the border.
   *
   * @param classIndex the object's class
   * @param polygon x0, y0, x1, y1, ... in pixels
   * @param where the file, and the entry in it
   * @return an object of the parts that lie in the picture, in their box; none if they have no
   *     extent
   */
  public Optional<SourceObject> polygon(int classIndex, double[] polygon, String where) {
    if (polygon.length < MIN_NUMBERS || polygon.length % 2 != 0) {
      oddities.add(
          Oddity.BAD_ENTRY,
          where,
          "a polygon has at least three pairs of numbers, found %d numbers"
              .formatted(polygon.length));
      return Optional.empty();
    }
    if (!areSound(polygon, where)) {
      return Optional.empty();
    }
    double[] bounds = bounds(polygon);
    Optional<CocoBox> box = box(bounds, where);
    return box.map(
        inside -> new SourceObject(classIndex, inside, PolygonClip.clip(polygon, picture)));
  }

  private static double[] bounds(double... polygon) {
    double[] bounds = {polygon[0], polygon[1], polygon[0], polygon[1]};
    for (int i = 0; i < polygon.length; i++) {
      int axis = i % 2;
      bounds[axis] = Math.min(bounds[axis], polygon[i]);
      bounds[axis + 2] = Math.max(bounds[axis + 2], polygon[i]);
    }
    return bounds;
  }

  private boolean areSound(double[] numbers, String where) {
    for (double number : numbers) {
      if (!(Math.abs(number) <= FARTHEST)) {
        oddities.add(Oddity.BAD_ENTRY, where, number + " is no place in a picture");
        return false;
      }
    }
    return true;
  }

  private boolean isBeyond(double... corners) {
    return corners[0] < -ROUNDING
        || corners[1] < -ROUNDING
        || corners[2] > picture.width() + ROUNDING
        || corners[3] > picture.height() + ROUNDING;
  }

  private String place(String what, double... corners) {
    return String.format(
        Locale.ROOT,
        "%s goes from (%.1f, %.1f) to (%.1f, %.1f), the picture is %d wide and %d high",
        what,
        corners[0],
        corners[1],
        corners[2],
        corners[3],
        picture.width(),
        picture.height());
  }
}
