/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoFormatException;

/** How far the detections of a group overlap its true objects. Safe to use from several threads. */
interface Overlaps {

  /**
   * Computes all overlaps of a group.
   *
   * @param group number of a group that has detections and true objects
   * @param out receives the values, row-major [detections x true objects]
   */
  void fill(int group, double[] out);

  /**
   * Returns the area of a detection, by which it is sorted out of a range of sizes.
   *
   * @param slot a detection
   * @return square pixels
   */
  double area(int slot);

  /** Chooses boxes or masks, and checks that every candidate has what is compared. */
  static Overlaps of(IouType type, EvaluationInput input) throws CocoFormatException {
    return type == IouType.BBOX ? new BoxOverlaps(input) : new MaskOverlaps(input);
  }
}
