/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import io.mpvit.ops.Boxes;

/**
 * Decides by overlap (IoU) which candidate boxes stand for objects, as detectron2 does.
 *
 * @param low candidates that overlap every object less are background
 * @param high candidates that overlap an object at least as much stand for it; between the two they
 *     are ignored
 * @param rescue whether an object's best candidates always stand for an object, however little they
 *     overlap it. Such a candidate keeps the object that it overlaps most itself, which may be
 *     another one. An object that no candidate touches rescues none.
 */
public record Matcher(float low, float high, boolean rescue) {

  /** Published for RetinaNet's anchors. */
  public static final Matcher RETINANET = new Matcher(0.4f, 0.5f, true);

  /** Published for the region proposal network's anchors. */
  public static final Matcher RPN = new Matcher(0.3f, 0.7f, true);

  /**
   * Checks the thresholds.
   *
   * @throws IllegalArgumentException unless 0 &lt; low &lt;= high &lt;= 1
   */
  public Matcher {
    if (!(low > 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "matcher: thresholds must satisfy 0 < low <= high <= 1, found " + low + " and " + high);
    }
  }

  /**
   * A matcher of regions: object or background, nothing between, nothing rescued.
   *
   * @param threshold the overlap from which on a region stands for an object; published: 0.5, in a
   *     cascade 0.5, 0.6, 0.7
   * @return the matcher
   */
  public static Matcher regions(float threshold) {
    return new Matcher(threshold, threshold, false);
  }

  /**
   * Matches the candidates of one picture.
   *
   * @param objects packed boxes of the objects; none is fine, all candidates are background then
   * @param candidates packed boxes
   * @return what each candidate stands for
   */
  public Matches match(float[] objects, float[] candidates) {
    int count = Boxes.count(candidates);
    int objectCount = Boxes.count(objects);
    int[] best = new int[count];
    float[] overlap = new float[count];
    float[] bestOfObject = new float[objectCount];
    for (int i = 0; i < count; i++) {
      for (int o = 0; o < objectCount; o++) {
        float iou = Boxes.iou(objects, o, candidates, i);
        if (iou > overlap[i]) {
          overlap[i] = iou;
          best[i] = o;
        }
        bestOfObject[o] = Math.max(bestOfObject[o], iou);
      }
    }
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] =
          overlap[i] < low
              ? Matches.BACKGROUND
              : overlap[i] < high ? Matches.IGNORED : Matches.OBJECT;
    }
    if (rescue) {
      rescue(objects, candidates, bestOfObject, labels);
    }
    return new Matches(best, labels);
  }

  private static void rescue(
      float[] objects, float[] candidates, float[] bestOfObject, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      for (int o = 0; o < bestOfObject.length && labels[i] != Matches.OBJECT; o++) {
        if (bestOfObject[o] > 0 && Boxes.iou(objects, o, candidates, i) == bestOfObject[o]) {
          labels[i] = Matches.OBJECT;
        }
      }
    }
  }
}
