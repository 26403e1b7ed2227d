/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {

  /** Against every possible assignment. */
  @Test
  void isTheCheapest() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      int rows = 1 + random.nextInt(5);
      int columns = 1 + random.nextInt(6);
      double[][] cost = new double[rows][columns];
      for (double[] row : cost) {
        // Few different values, so that there are ties.
        Arrays.setAll(row, c -> random.nextInt(8) - 4);
      }
      int[] found = Assignment.solve(cost, columns);
      double sum = 0;
      int pairs = 0;
      for (int r = 0; r < rows; r++) {
        if (found[r] >= 0) {
          sum += cost[r][found[r]];
          pairs++;
        }
      }
      assertThat(pairs).isEqualTo(Math.min(rows, columns));
      assertThat(Arrays.stream(found).filter(c -> c >= 0).distinct().count()).isEqualTo(pairs);
      int left = Math.max(0, rows - columns);
      assertThat(sum).isCloseTo(cheapest(cost, 0, new boolean[columns], left), within(1e-9));
    }
  }

  private static double cheapest(double[][] cost, int row, boolean[] taken, int left) {
    if (row == cost.length) {
      return 0;
    }
    double best = left > 0 ? cheapest(cost, row + 1, taken, left - 1) : Double.POSITIVE_INFINITY;
    for (int c = 0; c < taken.length; c++) {
      if (!taken[c]) {
        taken[c] = true;
        best = Math.min(best, cost[row][c] + cheapest(cost, row + 1, taken, left));
        taken[c] = false;
      }
    }
    return best;
  }

  @Test
  void nothingToAssign() {
    assertThat(Assignment.solve(new double[0][], 300)).isEmpty();
    assertThat(Assignment.solve(new double[2][0], 0)).containsExactly(-1, -1);
  }

  @Test
  void refusesCostsThatAreNoNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.solve(new double[][] {{1, Double.NaN}}, 2))
        .withMessageContaining("a cost is NaN");
  }
}
