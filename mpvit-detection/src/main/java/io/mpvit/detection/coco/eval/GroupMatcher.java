/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoAnnotation;
import java.util.Arrays;

/**
 * COCO's greedy matching of one group after another: detections by descending score each take the
 * free true object that they overlap most, those that count before those that are ignored. For one
 * thread; the result does not depend on which thread does which group.
 */
final class GroupMatcher {
  /** An overlap of 1 that rounding made a little less still reaches a threshold of 1. */
  private static final double ALMOST_ONE = 1 - 1e-10;

  private final EvaluationInput input;
  private final Overlaps overlaps;
  private final Matches matches;
  private final double[] thresholds;

  // The group at hand.
  private int truths;
  private CocoAnnotation[] truth = new CocoAnnotation[8];

  /**
   * Overlaps, row-major [detections x true objects]; the largest of each row; the detections'
   * areas.
   */
  private double[] iou = new double[64];

  private double[] rowMax = new double[8];
  private double[] area = new double[8];

  /** True objects of an area range: those that count, then, from firstIgnored on, the others. */
  private int[] order = new int[8];

  private int firstIgnored;
  private boolean[] taken = new boolean[8];

  GroupMatcher(EvaluationInput input, Overlaps overlaps, Matches matches) {
    this.input = input;
    this.overlaps = overlaps;
    this.matches = matches;
    this.thresholds =
        input.parameters().iouThresholds().stream()
            .mapToDouble(t -> Math.min(t, ALMOST_ONE))
            .toArray();
  }

  void match(int group) {
    Candidates candidates = input.candidates();
    int start = candidates.detectionStart(group);
    int detections = candidates.detectionStart(group + 1) - start;
    if (detections == 0) {
      return;
    }
    load(group, detections);
    for (int a = 0; a < input.parameters().areaRanges().size(); a++) {
      AreaRange range = input.parameters().areaRanges().get(a);
      orderTruths(range);
      int[] matched = new int[detections];
      int[] ignored = new int[detections];
      for (int t = 0; t < thresholds.length; t++) {
        matchAt(t, matched, ignored);
      }
      for (int d = 0; d < detections; d++) {
        int unmatchedIgnored = range.contains(area[d]) ? 0 : ~matched[d];
        matches.set(a, start + d, matched[d], ignored[d] | unmatchedIgnored);
      }
    }
  }

  private void load(int group, int detections) {
    Candidates candidates = input.candidates();
    int start = candidates.truthStart(group);
    truths = candidates.truthStart(group + 1) - start;
    if (truths > truth.length) {
      truth = new CocoAnnotation[2 * truths];
      order = new int[2 * truths];
      taken = new boolean[2 * truths];
    }
    if (detections * truths > iou.length) {
      iou = new double[2 * detections * truths];
    }
    if (detections > rowMax.length) {
      rowMax = new double[2 * detections];
      area = new double[2 * detections];
    }
    for (int i = 0; i < truths; i++) {
      truth[i] = input.truth(start + i);
    }
    if (truths > 0) {
      overlaps.fill(group, iou);
    }
    for (int d = 0; d < detections; d++) {
      area[d] = overlaps.area(candidates.detectionStart(group) + d);
      rowMax[d] = -1;
      for (int i = d * truths; i < (d + 1) * truths; i++) {
        rowMax[d] = Math.max(rowMax[d], iou[i]);
      }
    }
  }

  private void orderTruths(AreaRange range) {
    int n = 0;
    for (int i = 0; i < truths; i++) {
      if (counts(truth[i], range)) {
        order[n++] = i;
      }
    }
    firstIgnored = n;
    for (int i = 0; i < truths; i++) {
      if (!counts(truth[i], range)) {
        order[n++] = i;
      }
    }
  }

  /** Whether a true object is to be found; if not, finding it does neither good nor harm. */
  static boolean counts(CocoAnnotation truth, AreaRange range) {
    return !truth.crowd() && range.contains(truth.area());
  }

  private void matchAt(int threshold, int[] matched, int[] ignored) {
    Arrays.fill(taken, 0, truths, false);
    for (int d = 0; d < matched.length; d++) {
      if (rowMax[d] < thresholds[threshold]) {
        continue;
      }
      int rank = best(d, thresholds[threshold]);
      if (rank >= 0) {
        taken[order[rank]] = true;
        matched[d] |= 1 << threshold;
        if (rank >= firstIgnored) {
          ignored[d] |= 1 << threshold;
        }
      }
    }
  }

  /** Position in the order of the object that a detection takes, or -1. */
  private int best(int detection, double threshold) {
    double best = threshold;
    int found = -1;
    for (int rank = 0; rank < truths; rank++) {
      int i = order[rank];
      if (taken[i] && !truth[i].crowd()) {
        continue;
      }
      if (rank >= firstIgnored && found >= 0 && found < firstIgnored) {
        break;
      }
      double overlap = iou[detection * truths + i];
      if (overlap >= best) { // so the later of equals wins
        best = overlap;
        found = rank;
      }
    }
    return found;
  }
}
