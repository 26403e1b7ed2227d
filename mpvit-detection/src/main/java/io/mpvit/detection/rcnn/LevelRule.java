/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.ops.Boxes;

/**
 * Which pyramid level a region is pooled from (<a href="https://arxiv.org/abs/1612.03144">Feature
 * Pyramid Networks</a>, equation 1): level {@code floor(level + log2(sqrt(area) / size +
 * epsilon))}, held within the levels that there are. Level k has stride 2^k.
 *
 * @param size side of a square in pixels that belongs to {@code level}; published: 224
 * @param level its level; published: 4
 * @param epsilon keeps empty regions off the logarithm of zero; a square just below a limit may
 *     belong above it, the further the larger this is
 */
public record LevelRule(int size, int level, float epsilon) {

  private static final float EPSILON = 1e-8f;

  /**
   * A rule with the constant of detectron2, 1e-8.
   *
   * @param size side of a square in pixels that belongs to {@code level}
   * @param level its level
   */
  public LevelRule(int size, int level) {
    this(size, level, EPSILON);
  }

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
   * Returns the rule of mmdetection's models, which counts from the finest level.
   *
   * @return 56 pixels at level 2, with a constant of 1e-6
   */
  public static LevelRule mmdetection() {
    return new LevelRule(56, 2, 1e-6f);
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
    float ratio = (float) Math.sqrt(Boxes.area(boxes, index)) / size + epsilon;
    double found = Math.floor(level + (float) (Math.log(ratio) / Math.log(2)));
    // NaN is greater than nothing.
    return found > finest ? (int) Math.min(found, coarsest) : finest;
  }
}
