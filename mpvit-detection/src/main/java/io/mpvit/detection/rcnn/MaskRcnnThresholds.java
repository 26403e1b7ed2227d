/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import java.util.Objects;

/**
 * What Mask R-CNN keeps of its predictions. Average precision depends on these values.
 *
 * @param proposals what the region proposal network passes on
 * @param score lowest probability of a detection, exclusive, in [0, 1]; published: 0.05
 * @param overlap largest IoU of two results of one class, in [0, 1]; published: 0.5
 * @param detections most results of one image; published: 100
 * @param keepsEmpty whether results whose box is empty stay, as in mmdetection, or are dropped, as
 *     in detectron2
 */
public record MaskRcnnThresholds(
    ProposalThresholds proposals, float score, double overlap, int detections, boolean keepsEmpty) {

  /**
   * Thresholds of detectron2's rule, which drops results without a box.
   *
   * @param proposals what the region proposal network passes on
   * @param score lowest probability of a detection, exclusive, in [0, 1]
   * @param overlap largest IoU of two results of one class, in [0, 1]
   * @param detections most results of one image
   */
  public MaskRcnnThresholds(
      ProposalThresholds proposals, float score, double overlap, int detections) {
    this(proposals, score, overlap, detections, false);
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public MaskRcnnThresholds {
    Objects.requireNonNull(proposals, "proposals");
    if (!(score >= 0 && score <= 1) || !(overlap >= 0 && overlap <= 1) || detections <= 0) {
      throw new IllegalArgumentException(
          "Mask R-CNN thresholds: score and overlap must be in [0, 1], detections positive, found "
              + score
              + ", "
              + overlap
              + " and "
              + detections);
    }
  }

  /**
   * Returns the values of the published results.
   *
   * @return 0.05, 0.5 and 100
   */
  public static MaskRcnnThresholds published() {
    return new MaskRcnnThresholds(ProposalThresholds.published(), 0.05f, 0.5, 100);
  }

  /**
   * Returns the values of mmdetection's models, which keep empty boxes.
   *
   * @return 0.05, 0.5 and 100
   */
  public static MaskRcnnThresholds mmdetection() {
    return new MaskRcnnThresholds(
        ProposalThresholds.published().keepingEmpty(), 0.05f, 0.5, 100, true);
  }

  /**
   * Returns the same rules with another score threshold.
   *
   * @param value lowest probability of a detection, exclusive, in [0, 1]
   * @return a changed copy
   */
  public MaskRcnnThresholds withScore(float value) {
    return new MaskRcnnThresholds(proposals, value, overlap, detections, keepsEmpty);
  }
}
