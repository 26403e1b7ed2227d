/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

/**
 * How many proposals go on to the box stages.
 *
 * @param candidatesPerLevel most candidates of one pyramid level; published: 1000
 * @param overlap largest IoU of two proposals of one level, in [0, 1]; published: 0.7
 * @param proposals most proposals of one image; published: 1000
 * @param keepsEmpty whether proposals that are empty once they are cut to the picture stay, as in
 *     mmdetection, or are dropped, as in detectron2
 */
public record ProposalThresholds(
    int candidatesPerLevel, double overlap, int proposals, boolean keepsEmpty) {

  /**
   * Thresholds of detectron2's rule, which drops empty proposals.
   *
   * @param candidatesPerLevel most candidates of one pyramid level
   * @param overlap largest IoU of two proposals of one level, in [0, 1]
   * @param proposals most proposals of one image
   */
  public ProposalThresholds(int candidatesPerLevel, double overlap, int proposals) {
    this(candidatesPerLevel, overlap, proposals, false);
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public ProposalThresholds {
    if (!(overlap >= 0 && overlap <= 1) || candidatesPerLevel <= 0 || proposals <= 0) {
      throw new IllegalArgumentException(
          "proposal thresholds: overlap must be in [0, 1], candidatesPerLevel and proposals"
              + " positive, found "
              + overlap
              + ", "
              + candidatesPerLevel
              + " and "
              + proposals);
    }
  }

  /**
   * Returns the values of the published results.
   *
   * @return 1000, 0.7 and 1000
   */
  public static ProposalThresholds published() {
    return new ProposalThresholds(1000, 0.7, 1000);
  }

  /**
   * Returns the same values with empty proposals kept.
   *
   * @return a changed copy
   */
  public ProposalThresholds keepingEmpty() {
    return new ProposalThresholds(candidatesPerLevel, overlap, proposals, true);
  }
}
