/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.ops.NonFiniteException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decides which query is to find which object: the assignment of least total cost (<a
 * href="https://arxiv.org/abs/2005.12872">DETR</a>, section 3.1, with the focal loss's class cost).
 *
 * @param classWeight published: 2
 * @param l1Weight published: 5
 * @param giouWeight published: 2
 */
public record SetMatcher(double classWeight, double l1Weight, double giouWeight) {
  /** The published weights. */
  public static final SetMatcher PUBLISHED = new SetMatcher(2, 5, 2);

  private static final double ALPHA = 0.25;
  private static final double EPS = 1e-8;
  private static final int BOX = 4;

  /**
   * Pairs of queries and objects, by rising query.
   *
   * @param queries query of each pair
   * @param objects object of each pair
   */
  public record Pairs(int[] queries, int[] objects) {

    /** Checks that the arrays pair up; they are not copied. */
    public Pairs {
      Objects.requireNonNull(queries, "queries");
      if (queries.length != objects.length) {
        throw new IllegalArgumentException(
            "pairs: " + queries.length + " queries and " + objects.length + " objects");
      }
    }

    /** The number of pairs. */
    public int size() {
      return queries.length;
    }
  }

  /**
   * Matches one picture.
   *
   * @param logits class logits of Q queries, row-major [Q, K]
   * @param boxes their boxes [Q, 4], centre x, centre y, width, height relative to the picture
   * @param objects the picture's objects
   * @return as many pairs as there are queries or objects, whichever are fewer
   * @throws NonFiniteException if a query's prediction is no number
   */
  public Pairs match(float[] logits, float[] boxes, RelativeTruth objects) {
    int queries = boxes.length / BOX;
    int classes = queries == 0 ? 0 : logits.length / queries;
    double[][] cost = new double[objects.size()][queries];
    for (int t = 0; t < objects.size(); t++) {
      for (int q = 0; q < queries; q++) {
        double p = 1 / (1 + Math.exp(-logits[q * classes + objects.classes()[t]]));
        cost[t][q] =
            classWeight * classCost(p)
                + l1Weight * distance(boxes, q, objects.boxes(), t)
                - giouWeight * giou(boxes, q, objects.boxes(), t);
        if (!Double.isFinite(cost[t][q])) {
          throw new NonFiniteException(
              "query %d predicts no numbers: its cost is %s".formatted(q, cost[t][q]));
        }
      }
    }
    int[] queryOf = Assignment.solve(cost, queries);
    int[] objectOf = new int[queries];
    Arrays.fill(objectOf, -1);
    for (int t = 0; t < queryOf.length; t++) {
      if (queryOf[t] >= 0) {
        objectOf[queryOf[t]] = t;
      }
    }
    int count = Math.min(queries, objects.size());
    int[] matchedQueries = new int[count];
    int[] matchedObjects = new int[count];
    int n = 0;
    for (int q = 0; q < queries; q++) {
      if (objectOf[q] >= 0) {
        matchedQueries[n] = q;
        matchedObjects[n++] = objectOf[q];
      }
    }
    return new Pairs(matchedQueries, matchedObjects);
  }

  private static double classCost(double p) {
    return ALPHA * (1 - p) * (1 - p) * -Math.log(p + EPS)
        - (1 - ALPHA) * p * p * -Math.log(1 - p + EPS);
  }

  private static double distance(float[] a, int i, float[] b, int j) {
    double sum = 0;
    for (int k = 0; k < BOX; k++) {
      sum += Math.abs((double) a[BOX * i + k] - b[BOX * j + k]);
    }
    return sum;
  }

  private static double giou(float[] a, int i, float[] b, int j) {
    double inner = 1;
    double outer = 1;
    double areaA = 1;
    double areaB = 1;
    for (int axis = 0; axis < 2; axis++) {
      double sizeA = a[BOX * i + 2 + axis];
      double sizeB = b[BOX * j + 2 + axis];
      double lowA = a[BOX * i + axis] - sizeA / 2;
      double lowB = b[BOX * j + axis] - sizeB / 2;
      double highA = lowA + sizeA;
      double highB = lowB + sizeB;
      inner *= Math.max(Math.min(highA, highB) - Math.max(lowA, lowB), 0);
      outer *= Math.max(highA, highB) - Math.min(lowA, lowB);
      areaA *= sizeA;
      areaB *= sizeB;
    }
    double union = areaA + areaB - inner;
    return inner / union - (outer - union) / outer;
  }
}
