/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

/**
 * Sorts positions by descending score and keeps equal scores in their order, on which COCO's
 * numbers depend. A merge sort of plain ints: half a million boxed positions would cost more than
 * the sorting.
 */
final class StableSort {
  private static final int SHORT = 12;

  private StableSort() {}

  /** Sorts order[from, to), positions into scores; scratch is at least as long as order. */
  static void descending(int[] order, int from, int to, double[] scores, int[] scratch) {
    if (to - from <= SHORT) {
      insert(order, from, to, scores);
      return;
    }
    int middle = (from + to) >>> 1;
    descending(order, from, middle, scores, scratch);
    descending(order, middle, to, scores, scratch);
    if (scores[order[middle]] > scores[order[middle - 1]]) {
      merge(order, from, middle, to, scores, scratch);
    }
  }

  private static void insert(int[] order, int from, int to, double[] scores) {
    for (int i = from + 1; i < to; i++) {
      int moved = order[i];
      double score = scores[moved];
      int at = i;
      while (at > from && score > scores[order[at - 1]]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = moved;
    }
  }

  private static void merge(
      int[] order, int from, int middle, int to, double[] scores, int[] scratch) {
    System.arraycopy(order, from, scratch, from, middle - from);
    int left = from;
    int right = middle;
    int out = from;
    while (left < middle) {
      boolean takeRight = right < to && scores[order[right]] > scores[scratch[left]];
      order[out++] = takeRight ? order[right++] : scratch[left++];
    }
  }
}
