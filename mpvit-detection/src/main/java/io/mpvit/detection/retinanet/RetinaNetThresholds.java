/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

/**
 * What RetinaNet keeps of its dense predictions. Average precision depends on these values.
 *
 * @param score lowest probability of a candidate, exclusive, in [0, 1]; published: 0.05
 * @param candidatesPerLevel most candidates of one pyramid level; published: 1000
 * @param overlap largest IoU of two results of one class, in [0, 1]; published: 0.5
 * @param detections most results of one image; published: 100
 */
public record RetinaNetThresholds(
    float score, int candidatesPerLevel, double overlap, int detections) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public RetinaNetThresholds {
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
}
