/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import java.util.Objects;

/**
 * What RetinaNet keeps of its dense predictions. Average precision depends on these values.
 *
 * @param score lowest probability of a candidate, exclusive, in [0, 1]; published: 0.05
 * @param candidatesPerLevel most candidates of one pyramid level; published: 1000
 * @param overlap largest IoU of two results of one class, in [0, 1]; published: 0.5
 * @param detections most results of one image; published: 100
 * @param rule what is counted per level, and what happens to boxes at the border
 */
public record RetinaNetThresholds(
    float score, int candidatesPerLevel, double overlap, int detections, Rule rule) {

  /** What is counted per level, and what happens to boxes at the border. */
  public enum Rule {
    /**
     * The best pairs of anchor and class above the score, with their boxes as predicted; boxes that
     * are empty once they are cut to the picture vanish at the end.
     */
    DETECTRON2,
    /**
     * The anchors whose best class is best, with all their classes above the score, and their boxes
     * cut to the picture before suppression; empty boxes stay.
     */
    MMDETECTION
  }

  /**
   * Thresholds of detectron2's rule.
   *
   * @param score lowest probability of a candidate, exclusive, in [0, 1]
   * @param candidatesPerLevel most candidates of one pyramid level
   * @param overlap largest IoU of two results of one class, in [0, 1]
   * @param detections most results of one image
   */
  public RetinaNetThresholds(float score, int candidatesPerLevel, double overlap, int detections) {
    this(score, candidatesPerLevel, overlap, detections, Rule.DETECTRON2);
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public RetinaNetThresholds {
    Objects.requireNonNull(rule, "rule");
    if (!(score >= 0 && score <= 1) || !(overlap >= 0 && overlap <= 1)) {
      throw new IllegalArgumentException(
          "RetinaNet thresholds: score and overlap must be in [0, 1], found "
              + score
              + " and "
              + overlap);
    }
    if (candidatesPerLevel <= 0 || detections <= 0) {
      throw new IllegalArgumentException(
          "RetinaNet thresholds: candidatesPerLevel and detections must be positive, found "
              + candidatesPerLevel
              + " and "
              + detections);
    }
  }

  /**
   * Returns the values of the published results.
   *
   * @return 0.05, 1000, 0.5 and 100
   */
  public static RetinaNetThresholds published() {
    return new RetinaNetThresholds(0.05f, 1000, 0.5, 100);
  }

  /**
   * Returns the same values with another rule.
   *
   * @param value the rule
   * @return a changed copy
   */
  public RetinaNetThresholds withRule(Rule value) {
    return new RetinaNetThresholds(score, candidatesPerLevel, overlap, detections, value);
  }
}
