/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import java.util.List;

/** How wrong the classes of queries are: numbers that the published training shows and no more. */
final class QueryErrors {

  private QueryErrors() {}

  /**
   * The percentage of matched queries whose largest logit is not that of their object's class.
   *
   * @param logits [queries of all pictures, K]
   * @param classes K
   * @param rows the matched queries
   * @param labels class of each query
   * @return 0 to 100; 100 if nothing is matched
   */
  static double ofClasses(float[] logits, int classes, long[] rows, long[] labels) {
    int right = 0;
    for (long row : rows) {
      right += largest(logits, Math.toIntExact(row), classes) == labels[(int) row] ? 1 : 0;
    }
    return rows.length == 0 ? 100 : 100 - 100.0 * right / rows.length;
  }

  /**
   * By how many objects pictures differ from the number of queries whose largest logit is not that
   * of the last class. The original takes the last class for "no object", which this detector does
   * not have.
   *
   * @param logits [pictures, queries, K]
   * @param classes K
   * @param truths the objects of each picture
   * @return the mean over pictures
   */
  static double ofCounts(float[] logits, int classes, List<RelativeTruth> truths) {
    int queries = logits.length / classes / truths.size();
    double sum = 0;
    for (int b = 0; b < truths.size(); b++) {
      int found = 0;
      for (int row = b * queries; row < (b + 1) * queries; row++) {
        found += largest(logits, row, classes) != classes - 1 ? 1 : 0;
      }
      sum += Math.abs(found - truths.get(b).size());
    }
    return sum / truths.size();
  }

  private static int largest(float[] logits, int row, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[row * classes + c] > logits[row * classes + best] ? c : best;
    }
    return best;
  }
}
