/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.anchor;

import java.util.List;

/**
 * Anchors of a feature pyramid, as detectron2 places them: every cell of a map of stride t carries
 * the same boxes, and cell (y, x) shifts them by (x * t, y * t). There is no half-cell offset (the
 * first centre is the image's corner), no rounding, and no anchor is discarded at the border.
 *
 * <p>For a size s and a ratio r = height / width a box is {@code sqrt(s * s / r)} wide and r times
 * as high, computed in double and stored as float32. Within a cell sizes are outer, ratios inner;
 * the flat order of a map is y, x, anchor.
 *
 * @param strides stride of each level in pixels, finest first
 * @param sizes anchor sizes in pixels for each level; all levels have equally many
 * @param aspectRatios height / width, shared by all levels
 */
public record AnchorGenerator(
    List<Integer> strides, List<List<Double>> sizes, List<Double> aspectRatios) {

  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if the lists disagree in length or hold a value that is not
   *     positive
   */
  public AnchorGenerator {
    strides = List.copyOf(strides);
    sizes = sizes.stream().map(List::copyOf).toList();
    aspectRatios = List.copyOf(aspectRatios);
    if (strides.isEmpty() || strides.size() != sizes.size()) {
      throw new IllegalArgumentException(
          "anchors: expected sizes for each of the strides " + strides + ", found " + sizes);
    }
    int perLevel = sizes.get(0).size();
    if (perLevel == 0 || sizes.stream().anyMatch(level -> level.size() != perLevel)) {
      throw new IllegalArgumentException(
          "anchors: every level needs the same number of sizes, found " + sizes);
    }
    if (aspectRatios.isEmpty()
        || aspectRatios.stream().anyMatch(r -> !(r > 0))
        || strides.stream().anyMatch(s -> s <= 0)
        || sizes.stream().flatMap(List::stream).anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException(
          "anchors: strides, sizes and ratios must be positive, found "
              + strides
              + ", "
              + sizes
              + ", "
              + aspectRatios);
    }
  }

  /**
   * Returns the number of pyramid levels.
   *
   * @return the number of levels
   */
  public int levels() {
    return strides.size();
  }

  /**
   * Returns the number of anchors in a cell, the same on every level.
   *
   * @return sizes times ratios
   */
  public int anchorsPerCell() {
    return sizes.get(0).size() * aspectRatios.size();
  }

  /**
   * Returns the anchors of a level.
   *
   * @param level position of the level, 0 is the finest
   * @return its anchors
   */
  public AnchorLevel level(int level) {
    float[] boxes = new float[4 * anchorsPerCell()];
    int at = 0;
    for (double size : sizes.get(level)) {
      for (double ratio : aspectRatios) {
        double width = Math.sqrt(size * size / ratio);
        double height = ratio * width;
        boxes[at++] = (float) (-width / 2);
        boxes[at++] = (float) (-height / 2);
        boxes[at++] = (float) (width / 2);
        boxes[at++] = (float) (height / 2);
      }
    }
    return new AnchorLevel(strides.get(level), boxes);
  }
}
