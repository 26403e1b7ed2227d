/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import java.util.Arrays;

/**
 * The assignment problem: pairs of rows and columns, each taking part at most once and as many as
 * possible, of smallest total cost. Exact, by shortest augmenting paths with potentials (Kuhn and
 * Munkres), in {@code O(m^2 n)} for m of the smaller and n of the larger side.
 */
final class Assignment {
  private final double[][] cost; // rows <= columns
  private final int columns;
  private final double[] rowPotential;
  private final double[] columnPotential;
  private final int[] rowOf; // of each column, counted from 1; 0 for none; entry 0 is scratch

  private Assignment(double[][] cost, int columns) {
    this.cost = cost;
    this.columns = columns;
    rowPotential = new double[cost.length + 1];
    columnPotential = new double[columns + 1];
    rowOf = new int[columns + 1];
  }

  /**
   * Solves the problem.
   *
   * @param cost cost[r][c], finite
   * @param columns number of columns
   * @return the column of each row, or -1 for rows left over where there are more rows than columns
   * @throws IllegalArgumentException if a cost is not finite
   */
  static int[] solve(double[][] cost, int columns) {
    for (double[] row : cost) {
      for (double c : row) {
        if (!Double.isFinite(c)) {
          throw new IllegalArgumentException("assignment: a cost is " + c);
        }
      }
    }
    if (cost.length <= columns) {
      return new Assignment(cost, columns).columnOfRows();
    }
    double[][] transposed = new double[columns][cost.length];
    for (int r = 0; r < cost.length; r++) {
      for (int c = 0; c < columns; c++) {
        transposed[c][r] = cost[r][c];
      }
    }
    int[] rows = new Assignment(transposed, cost.length).columnOfRows();
    int[] result = new int[cost.length];
    Arrays.fill(result, -1);
    for (int c = 0; c < columns; c++) {
      result[rows[c]] = c;
    }
    return result;
  }

  private int[] columnOfRows() {
    for (int row = 1; row <= cost.length; row++) {
      augment(row);
    }
    int[] result = new int[cost.length];
    for (int column = 1; column <= columns; column++) {
      if (rowOf[column] > 0) {
        result[rowOf[column] - 1] = column - 1;
      }
    }
    return result;
  }

  /** Finds the cheapest way to give one more row a column, moving others. */
  private void augment(int row) {
    rowOf[0] = row;
    double[] slack = new double[columns + 1];
    Arrays.fill(slack, Double.POSITIVE_INFINITY);
    boolean[] reached = new boolean[columns + 1];
    int[] previous = new int[columns + 1];
    int column = 0;
    do {
      reached[column] = true;
      int next = nearest(column, slack, reached, previous);
      shift(slack[next], slack, reached);
      column = next;
    } while (rowOf[column] != 0);
    while (column != 0) {
      rowOf[column] = rowOf[previous[column]];
      column = previous[column];
    }
  }

  /** The unreached column of least slack, after the row of a column has been looked at. */
  private int nearest(int from, double[] slack, boolean[] reached, int[] previous) {
    int row = rowOf[from];
    int best = -1;
    for (int c = 1; c <= columns; c++) {
      if (reached[c]) {
        continue;
      }
      double reduced = cost[row - 1][c - 1] - rowPotential[row] - columnPotential[c];
      if (reduced < slack[c]) {
        slack[c] = reduced;
        previous[c] = from;
      }
      if (best < 0 || slack[c] < slack[best]) {
        best = c;
      }
    }
    return best;
  }

  private void shift(double delta, double[] slack, boolean[] reached) {
    for (int c = 0; c <= columns; c++) {
      if (reached[c]) {
        rowPotential[rowOf[c]] += delta;
        columnPotential[c] -= delta;
      } else {
        slack[c] -= delta;
      }
    }
  }
}
