/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.ops.Boxes;

/**
 * Which pyramid level a region is pooled from (<a href="https://arxiv.org/abs/1612.03144">Feature
 * Pyramid Networks</a>, equation 1): level {@code floor(level + log2(sqrt(area) / size + 1e-8))},
 * held within the levels that there are. Level k has stride 2^k.
 *
 * @param size side of a square in pixels that belongs to {@code level}; published: 224
 * @param level its level; published: 4
 */
public record LevelRule(int size, int level) {

  /** Keeps empty regions off the logarithm of zero. */
  private static final float EPSILON = 1e-8f;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public LevelRule {
    if (size <= 0 || level <= 0) {
      throw new IllegalArgumentException(
          "level rule: size and level must be positive, found " + size + " and " + level);
    }
  }

  /**
   * Returns the rule of the published models.
   *
   * @return 224 pixels at level 4
   */
  public static LevelRule published() {
    return new LevelRule(224, 4);
  }

  /**
   * Chooses a level, in float32 as the published models do.
   *
   * @param boxes packed boxes in pixels
   * @param index position of the box
   * @param finest the smallest level
   * @param coarsest the largest level
   * @return a level between these; the finest for a box that is empty or not a number
   */
  public int levelOf(float[] boxes, int index, int finest, int coarsest) {
    float ratio = (float) Math.sqrt(Boxes.area(boxes, index)) / size + EPSILON;
    double found = Math.floor(level + (float) (Math.log(ratio) / Math.log(2)));
    // NaN is greater than nothing.
    return found > finest ? (int) Math.min(found, coarsest) : finest;
  }
}
