/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import java.util.List;

/** Set operations on masks, done on the runs. */
public final class RleSets {

  private RleSets() {}

  /**
   * Joins masks: a pixel is set where any of them has it.
   *
   * @param masks at least one, all of one size
   * @return the union in canonical form; a single mask is returned as it is
   * @throws IllegalArgumentException if there is no mask, or the sizes differ
   */
  public static Rle union(List<Rle> masks) {
    return merge(masks, false);
  }

  /**
   * Intersects masks: a pixel is set where all of them have it.
   *
   * @param masks at least one, all of one size
   * @return the intersection in canonical form; a single mask is returned as it is
   * @throws IllegalArgumentException if there is no mask, or the sizes differ
   */
  public static Rle intersection(List<Rle> masks) {
    return merge(masks, true);
  }

  private static Rle merge(List<Rle> masks, boolean both) {
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one mask to merge, found none");
    }
    Rle merged = masks.get(0);
    for (Rle mask : masks.subList(1, masks.size())) {
      merged = merge(merged, mask, both);
    }
    return merged;
  }

  private static Rle merge(Rle a, Rle b, boolean both) {
    checkSizes(a, b);
    RunWriter runs = new RunWriter(a.size());
    RunPairs pairs = new RunPairs(a.runs(), b.runs());
    while (pairs.next()) {
      runs.add(pairs.length, both ? pairs.inA && pairs.inB : pairs.inA || pairs.inB);
    }
    return runs.finish();
  }

  /**
   * Counts the pixels that two masks share.
   *
   * @param a a mask
   * @param b a mask of the same size
   * @return the area of the intersection in pixels
   * @throws IllegalArgumentException if the sizes differ
   */
  public static int intersectionArea(Rle a, Rle b) {
    checkSizes(a, b);
    int area = 0;
    RunPairs pairs = new RunPairs(a.runs(), b.runs());
    while (pairs.next()) {
      if (pairs.inA && pairs.inB) {
        area += pairs.length;
      }
    }
    return area;
  }

  /**
   * Computes the overlap by which COCO matches masks.
   *
   * @param detection the mask that was found
   * @param truth the true mask, of the same size
   * @param crowd whether the true mask is a crowd, of which a detection need only be a part
   * @return intersection over union, or over the detection's area for a crowd; in [0, 1], and 0 if
   *     nothing is shared
   * @throws IllegalArgumentException if the sizes differ
   */
  public static double iou(Rle detection, Rle truth, boolean crowd) {
    int shared = intersectionArea(detection, truth);
    if (shared == 0) {
      return 0;
    }
    int whole = detection.area();
    if (!crowd) {
      whole += truth.area() - shared;
    }
    return (double) shared / whole;
  }

  private static void checkSizes(Rle a, Rle b) {
    if (!a.size().equals(b.size())) {
      throw new IllegalArgumentException(
          "masks of one picture must have one size, found " + a.size() + " and " + b.size());
    }
  }

  /** Cuts two lists of runs into the stretches in which neither changes. */
  private static final class RunPairs {
    private final int[] a;
    private final int[] b;
    private int nextA;
    private int nextB;
    private int leftA;
    private int leftB;
    private int length;
    private boolean inA = true; // the first run, number 0, flips it to unset
    private boolean inB = true;

    RunPairs(int[] a, int[] b) {
      this.a = a;
      this.b = b;
    }

    boolean next() {
      leftA -= length;
      leftB -= length;
      while (leftA == 0 && nextA < a.length) {
        leftA = a[nextA++];
        inA = !inA;
      }
      while (leftB == 0 && nextB < b.length) {
        leftB = b[nextB++];
        inB = !inB;
      }
      length = Math.min(leftA, leftB);
      return length > 0;
    }
  }
}
