/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.Rle;
import java.util.Locale;
import java.util.Optional;

/**
 * One object found in a picture.
 *
 * @param name what it is, such as {@code dog}
 * @param categoryId the category's number in the data set that the model learned from: COCO's for
 *     published models
 * @param score the model's confidence in [0, 1]
 * @param box where it is, in pixels of the picture
 * @param mask the pixels that it covers, if the model makes masks
 */
public record DetectedObject(
    String name, int categoryId, float score, Box box, Optional<Rle> mask) {

  /** The object in one short line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %.2f at (%.0f, %.0f), %.0f x %.0f%s",
        name,
        score,
        box.x1(),
        box.y1(),
        box.width(),
        box.height(),
        mask.map(pixels -> ", " + pixels.area() + " pixels").orElse(""));
  }
}
