/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.anchor;

import java.util.List;
import java.util.Objects;

/**
 * Anchors of a feature pyramid, as detectron2 and mmdetection place them: every cell of a map of
 * stride t carries the same boxes, and cell (y, x) shifts them by (x * t, y * t). There is no
 * half-cell offset (the first centre is the image's corner), no rounding, and no anchor is
 * discarded at the border.
 *
 * <p>For a size s and a ratio r = height / width a box is {@code sqrt(s * s / r)} wide and r times
 * as high, computed in double and stored as float32. The flat order of a map is y, x, anchor.
 *
 * @param strides stride of each level in pixels, finest first
 * @param sizes anchor sizes in pixels for each level; all levels have equally many
 * @param aspectRatios height / width, shared by all levels
 * @param order how the anchors of a cell follow each other
 */
public record AnchorGenerator(
    List<Integer> strides, List<List<Double>> sizes, List<Double> aspectRatios, Order order) {

  /** How the anchors of a cell follow each other. */
  public enum Order {
    /** All ratios of the first size, then those of the next: detectron2. */
    BY_SIZE,
    /** All sizes of the first ratio, then those of the next: mmdetection. */
    BY_RATIO
  }

  /**
   * Anchors in detectron2's order, by size.
   *
   * @param strides stride of each level in pixels, finest first
   * @param sizes anchor sizes in pixels for each level
   * @param aspectRatios height / width, shared by all levels
   */
  public AnchorGenerator(
      List<Integer> strides, List<List<Double>> sizes, List<Double> aspectRatios) {
    this(strides, sizes, aspectRatios, Order.BY_SIZE);
  }

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
    Objects.requireNonNull(order, "order");
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
   * Returns the same anchors in another order.
   *
   * @param value how the anchors of a cell follow each other
   * @return a changed copy
   */
  public AnchorGenerator withOrder(Order value) {
    return new AnchorGenerator(strides, sizes, aspectRatios, value);
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
    List<Double> ofLevel = sizes.get(level);
    float[] boxes = new float[4 * anchorsPerCell()];
    for (int s = 0; s < ofLevel.size(); s++) {
      for (int r = 0; r < aspectRatios.size(); r++) {
        int place = order == Order.BY_SIZE ? s * aspectRatios.size() + r : r * ofLevel.size() + s;
        write(ofLevel.get(s), aspectRatios.get(r), boxes, 4 * place);
      }
    }
    return new AnchorLevel(strides.get(level), boxes);
  }

  private static void write(double size, double ratio, float[] boxes, int at) {
    double width = Math.sqrt(size * size / ratio);
    double height = ratio * width;
    boxes[at] = (float) (-width / 2);
    boxes[at + 1] = (float) (-height / 2);
    boxes[at + 2] = (float) (width / 2);
    boxes[at + 3] = (float) (height / 2);
  }
}
