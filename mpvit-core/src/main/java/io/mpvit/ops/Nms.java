/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import java.util.Arrays;

/**
 * Greedy non-maximum suppression in groups, in plain Java.
 *
 * <p>Boxes of a group (a class, a pyramid level) are visited by {@link ScoreOrder descending
 * score}; a box is dropped if its IoU with a kept box of the <em>same</em> group is strictly
 * greater than the threshold. Groups never touch each other. (Implementations that shift every
 * group by a large offset and run once give the same result up to the rounding of the shifted
 * coordinates.)
 *
 * <p>At the few thousand boxes that detectors leave over, Java is faster than a tensor program:
 * there is nothing to parallelise in a greedy loop, and every tensor call costs a native
 * transition.
 */
public final class Nms {

  private Nms() {}

  /**
   * Selects the boxes to keep.
   *
   * @param boxes packed boxes, x1, y1, x2, y2 each
   * @param scores a score per box
   * @param groups a group number per box; any int
   * @param threshold the largest IoU that two kept boxes of a group may have, in [0, 1]
   * @return positions of the kept boxes by descending score over all groups; equal scores stay in
   *     input order
   * @throws IllegalArgumentException if the lengths disagree or the threshold is outside [0, 1]
   */
  public static int[] keep(float[] boxes, float[] scores, int[] groups, double threshold) {
    int n = Boxes.count(boxes);
    if (scores.length != n || groups.length != n) {
      throw new IllegalArgumentException(
          "nms: expected a score and a group for each of "
              + n
              + " boxes, found "
              + scores.length
              + " scores and "
              + groups.length
              + " groups");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("nms: threshold must be in [0, 1], found " + threshold);
    }
    int[] order = ScoreOrder.descending(scores);
    boolean[] kept = new boolean[n];
    int total = 0;
    for (int[] group : split(order, groups)) {
      total += suppress(boxes, group, threshold, kept);
    }
    int[] result = new int[total];
    int at = 0;
    for (int index : order) {
      if (kept[index]) {
        result[at++] = index;
      }
    }
    return result;
  }

  /** Deals the ordered positions out to their groups, keeping the order inside each. */
  private static int[][] split(int[] order, int[] groups) {
    int[] names = Arrays.stream(groups).sorted().distinct().toArray();
    int[] sizes = new int[names.length];
    for (int group : groups) {
      sizes[Arrays.binarySearch(names, group)]++;
    }
    int[][] members = new int[names.length][];
    for (int g = 0; g < names.length; g++) {
      members[g] = new int[sizes[g]];
    }
    int[] filled = new int[names.length];
    for (int index : order) {
      int g = Arrays.binarySearch(names, groups[index]);
      members[g][filled[g]++] = index;
    }
    return members;
  }

  /** Runs the greedy pass over one group and marks what stays; returns how many stay. */
  private static int suppress(float[] boxes, int[] group, double threshold, boolean[] kept) {
    int[] survivors = new int[group.length];
    int count = 0;
    for (int candidate : group) {
      boolean overlaps = false;
      for (int i = 0; i < count && !overlaps; i++) {
        overlaps = Boxes.iou(boxes, survivors[i], boxes, candidate) > threshold;
      }
      if (!overlaps) {
        survivors[count++] = candidate;
        kept[candidate] = true;
      }
    }
    return count;
  }
}
