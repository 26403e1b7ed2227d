/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Canvas;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Draws instances into pictures: translucent masks with contours in the colours of the classes,
 * boxes, and labels with the scores. The same instances always give the same picture.
 *
 * @param categories the classes that the instances refer to
 */
public record InstanceVisualizer(Categories categories) {

  /** Checks that the categories are there. */
  public InstanceVisualizer {
    Objects.requireNonNull(categories, "categories");
  }

  /**
   * Draws on a copy of a picture. Larger masks lie below smaller ones, so that none hides another;
   * boxes and labels lie above all masks.
   *
   * @param picture the picture, at the size that the instances refer to
   * @param found what to draw, by descending score; an instance without pixels keeps its box, and
   *     one whose box is empty is left out
   * @return the copy
   * @throws IllegalArgumentException if the sizes differ or a class has no category
   */
  public RgbImage draw(RgbImage picture, Instances found) {
    if (!picture.size().equals(found.size())) {
      throw new IllegalArgumentException(
          "the picture is " + picture.size() + ", the instances are for " + found.size());
    }
    List<Instance> visible = found.items().stream().filter(item -> !item.box().isEmpty()).toList();
    List<Instance> bySize =
        visible.stream()
            .sorted(Comparator.comparingInt((Instance item) -> item.mask().area()).reversed())
            .toList();
    Canvas canvas = new Canvas(picture);
    for (Instance item : bySize) {
      canvas.mask(bytes(item.mask().toBitmap()), category(item).rgb());
    }
    // The surest box goes on top, but its label chooses its place first.
    for (int i = visible.size() - 1; i >= 0; i--) {
      Box box = visible.get(i).box();
      canvas.box(box.x1(), box.y1(), box.x2(), box.y2(), category(visible.get(i)).rgb());
    }
    for (Instance item : visible) {
      Box box = item.box();
      canvas.label(label(item), box.x1(), box.y1(), box.x2(), box.y2(), category(item).rgb());
    }
    return canvas.toImage();
  }

  /**
   * Returns the text beside an instance.
   *
   * @param item the instance
   * @return class name and score in percent, such as {@code person 87%}
   */
  public String label(Instance item) {
    return category(item).label(item.score());
  }

  private Category category(Instance item) {
    return categories.get(item.classIndex());
  }

  private static byte[] bytes(boolean[] bitmap) {
    byte[] bytes = new byte[bitmap.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (bitmap[i] ? 1 : 0);
    }
    return bytes;
  }
}
