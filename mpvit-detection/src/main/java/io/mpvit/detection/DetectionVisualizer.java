/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Canvas;
import java.util.List;
import java.util.Objects;

/**
 * Draws detections on their picture: a box in the colour of its class, labelled with class name and
 * score. The same input gives the same picture, byte for byte.
 *
 * @param categories names and colours of the class indices
 */
public record DetectionVisualizer(Categories categories) {

  /** Checks that the categories are there. */
  public DetectionVisualizer {
    Objects.requireNonNull(categories, "categories");
  }

  /**
   * Draws on a copy of a picture.
   *
   * @param picture the picture, at the size that the detections refer to
   * @param found what to draw, by descending score; empty boxes are left out
   * @return the copy
   * @throws IllegalArgumentException if the sizes differ or a class has no category
   */
  public RgbImage draw(RgbImage picture, Detections found) {
    if (!picture.size().equals(found.size())) {
      throw new IllegalArgumentException(
          "the picture is " + picture.size() + ", the detections are for " + found.size());
    }
    List<Detection> visible = found.items().stream().filter(item -> !item.box().isEmpty()).toList();
    Canvas canvas = new Canvas(picture);
    // The surest box goes on top, but its label chooses its place first.
    for (int i = visible.size() - 1; i >= 0; i--) {
      Box box = visible.get(i).box();
      canvas.box(box.x1(), box.y1(), box.x2(), box.y2(), category(visible.get(i)).rgb());
    }
    for (Detection item : visible) {
      Box box = item.box();
      canvas.label(label(item), box.x1(), box.y1(), box.x2(), box.y2(), category(item).rgb());
    }
    return canvas.toImage();
  }

  /**
   * Returns the text beside a box.
   *
   * @param item the detection
   * @return class name and score in percent, such as {@code person 87%}
   */
  public String label(Detection item) {
    return category(item).label(item.score());
  }

  private Category category(Detection item) {
    return categories.get(item.classIndex());
  }
}
