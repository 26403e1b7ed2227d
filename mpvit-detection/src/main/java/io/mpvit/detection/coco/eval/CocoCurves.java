/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import java.util.Arrays;

/**
 * Precision and recall of every cell of an evaluation. Index order: IoU threshold t, recall point
 * r, category k, area range a, limit m, as the evaluation's parameters list them; k is the position
 * of the category by ascending id. A cell without true objects holds -1.
 */
public final class CocoCurves {
  private final int recalls;
  private final int categories;
  private final int areas;
  private final int limits;
  private final double[] precision;
  private final double[] scores;
  private final double[] recall;

  CocoCurves(CocoParameters parameters, int categories) {
    this.recalls = parameters.recallPoints().size();
    this.categories = categories;
    this.areas = parameters.areaRanges().size();
    this.limits = parameters.limits().size();
    recall = new double[parameters.iouThresholds().size() * categories * areas * limits];
    precision = new double[recall.length * recalls];
    scores = new double[precision.length];
    Arrays.fill(recall, -1);
    Arrays.fill(precision, -1);
    Arrays.fill(scores, -1);
  }

  private int at(int t, int r, int k, int a, int m) {
    return (((t * recalls + r) * categories + k) * areas + a) * limits + m;
  }

  private int at(int t, int k, int a, int m) {
    return ((t * categories + k) * areas + a) * limits + m;
  }

  /**
   * Returns the best precision at a recall or any higher one.
   *
   * @param t IoU threshold
   * @param r recall point
   * @param k category
   * @param a area range
   * @param m limit
   * @return in [0, 1]; 0 if the recall was not reached, -1 if there is nothing to find
   */
  public double precision(int t, int r, int k, int a, int m) {
    return precision[at(t, r, k, a, m)];
  }

  /**
   * Returns the score at which a recall is reached.
   *
   * @param t IoU threshold
   * @param r recall point
   * @param k category
   * @param a area range
   * @param m limit
   * @return a score; 0 if the recall was not reached, -1 if there is nothing to find
   */
  public double score(int t, int r, int k, int a, int m) {
    return scores[at(t, r, k, a, m)];
  }

  /**
   * Returns the share of objects that were found.
   *
   * @param t IoU threshold
   * @param k category
   * @param a area range
   * @param m limit
   * @return in [0, 1], or -1 if there is nothing to find
   */
  public double recall(int t, int k, int a, int m) {
    return recall[at(t, k, a, m)];
  }

  void setPoint(int t, int r, int k, int a, int m, double newPrecision, double score) {
    precision[at(t, r, k, a, m)] = newPrecision;
    scores[at(t, r, k, a, m)] = score;
  }

  void setRecall(int t, int k, int a, int m, double value) {
    recall[at(t, k, a, m)] = value;
  }
}
