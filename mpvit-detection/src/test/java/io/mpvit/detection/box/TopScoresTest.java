/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopScoresTest {
  @Test
  void agreesWithASortInJava() {
    Random random = new Random(3);
    try (NDManager manager = NDManager.newBaseManager()) {
      for (int round = 0; round < 20; round++) {
        float[] values = new float[2 * 3 * 50];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(40) - 20; // ties, also across the limit
        }
        NDArray map = manager.create(values, new Shape(2, 3, 50));
        TopScores top = TopScores.select(map, -5f, 60);
        int[] expected =
            IntStream.range(0, values.length)
                .filter(i -> values[i] > -5f)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -values[i]))
                .limit(60)
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(top.positions()).isEqualTo(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat(top.values()[i]).isEqualTo(values[expected[i]]);
        }
      }
    }
  }

  @Test
  void thresholdIsStrictAndNanNeverPasses() {
    try (NDManager manager = NDManager.newBaseManager()) {
      float inf = Float.POSITIVE_INFINITY;
      NDArray map = manager.create(new float[] {1, Float.NaN, 2, inf, 1.5f, -inf});
      assertThat(TopScores.select(map, 1f, 10).positions()).containsExactly(3, 2, 4);
      assertThat(TopScores.select(map, -inf, 10).positions()).containsExactly(3, 2, 4, 0);
      assertThat(TopScores.select(map, inf, 10).size()).isZero();
    }
  }

  @Test
  void aConstantMapYieldsItsFirstPositions() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(TopScores.select(manager.ones(new Shape(20, 20)), 0f, 3).positions())
          .containsExactly(0, 1, 2);
      assertThat(TopScores.select(manager.zeros(new Shape(20, 20)), 0f, 3).size()).isZero();
    }
  }

  @Test
  void readsAViewInItsOwnOrder() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray map = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3)).transpose();
      // [[1, 4], [2, 5], [3, 6]]
      assertThat(TopScores.select(map, 3.5f, 9).positions()).containsExactly(5, 3, 1);
    }
  }

  @Test
  void refusesBadArguments() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray whole = manager.create(new int[] {1});
      assertThatThrownBy(() -> TopScores.select(whole, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("int32");
      NDArray map = manager.ones(new Shape(2));
      assertThatThrownBy(() -> TopScores.select(map, 0, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("limit");
    }
  }
}
