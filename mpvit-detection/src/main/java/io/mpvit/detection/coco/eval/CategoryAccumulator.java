/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import java.util.stream.IntStream;

/** Draws the precision-recall curves of one category from its matches. For one thread. */
final class CategoryAccumulator {
  /** The smallest step above 1, which keeps 0 / 0 away in the reference evaluator. */
  private static final double EPSILON = Math.ulp(1.0);

  private final EvaluationInput input;
  private final Matches matches;
  private final CocoCurves curves;
  private final int category;
  private final double[] recallPoints;

  /** Slots of the category's detections by descending score. */
  private final int[] ranked;

  /** Score, and rank within image and category, of each slot, counted from the first. */
  private final double[] scores;

  private final int[] rankInGroup;
  private final int firstSlot;

  /** Flags and scores of the detections within a limit, in ranked order. */
  private final long[] flags;

  private final double[] limited;

  /** For each right detection its position in that order, and the precision there. */
  private final int[] found;

  private final double[] precision;

  CategoryAccumulator(EvaluationInput input, Matches matches, CocoCurves curves, int category) {
    this.input = input;
    this.matches = matches;
    this.curves = curves;
    this.category = category;
    this.recallPoints =
        input.parameters().recallPoints().stream().mapToDouble(Double::doubleValue).toArray();
    Candidates candidates = input.candidates();
    firstSlot = candidates.detectionStart(candidates.firstGroup(category));
    int n = candidates.detectionStart(candidates.endGroup(category)) - firstSlot;
    scores = new double[n];
    rankInGroup = new int[n];
    for (int g = candidates.firstGroup(category); g < candidates.endGroup(category); g++) {
      for (int slot = candidates.detectionStart(g);
          slot < candidates.detectionStart(g + 1);
          slot++) {
        scores[slot - firstSlot] = input.results().score(candidates.detection(slot));
        rankInGroup[slot - firstSlot] = slot - candidates.detectionStart(g);
      }
    }
    ranked = IntStream.range(0, n).toArray(); // by image, then rank: the order of equal scores
    StableSort.descending(ranked, 0, n, scores, new int[n]);
    flags = new long[n];
    limited = new double[n];
    found = new int[n];
    precision = new double[n];
  }

  void accumulate() {
    CocoParameters parameters = input.parameters();
    for (int a = 0; a < parameters.areaRanges().size(); a++) {
      int objects = countObjects(parameters.areaRanges().get(a));
      if (objects == 0) {
        continue; // the cells stay undefined
      }
      for (int m = 0; m < parameters.limits().size(); m++) {
        int n = take(a, parameters.limits().get(m));
        for (int t = 0; t < parameters.iouThresholds().size(); t++) {
          curve(t, a, m, n, objects);
        }
      }
    }
  }

  private int countObjects(AreaRange range) {
    Candidates candidates = input.candidates();
    int count = 0;
    int end = candidates.truthStart(candidates.endGroup(category));
    for (int slot = candidates.truthStart(candidates.firstGroup(category)); slot < end; slot++) {
      if (GroupMatcher.counts(input.truth(slot), range)) {
        count++;
      }
    }
    return count;
  }

  /** Collects the detections that a limit lets through. */
  private int take(int areaRange, int limit) {
    int n = 0;
    for (int slot : ranked) {
      if (rankInGroup[slot] < limit) {
        flags[n] = matches.flags(areaRange, firstSlot + slot);
        limited[n++] = scores[slot];
      }
    }
    return n;
  }

  /**
   * One curve. Recall rises, and precision has its local maxima, at right detections alone, so only
   * those are looked at.
   */
  private void curve(int t, int a, int m, int n, int objects) {
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < n; i++) {
      if (Matches.isIgnored(flags[i], t)) {
        continue;
      }
      if (Matches.isMatched(flags[i], t)) {
        found[right++] = i;
        precision[right - 1] = right / (wrong + right + EPSILON);
      } else {
        wrong++;
      }
    }
    for (int i = right - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    curves.setRecall(t, category, a, m, (double) right / objects);
    int i = 0;
    for (int r = 0; r < recallPoints.length; r++) {
      while (i < right && (double) (i + 1) / objects < recallPoints[r]) {
        i++;
      }
      point(t, r, a, m, n, i, right);
    }
  }

  private void point(int t, int r, int a, int m, int n, int i, int right) {
    if (recallPoints[r] <= 0 && n > 0) { // reached by the very first detection, right or wrong
      curves.setPoint(t, r, category, a, m, right > 0 ? precision[0] : 0, limited[0]);
    } else if (i < right) {
      curves.setPoint(t, r, category, a, m, precision[i], limited[found[i]]);
    } else {
      curves.setPoint(t, r, category, a, m, 0, 0);
    }
  }
}
