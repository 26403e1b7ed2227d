/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoreOrderTest {
  @Test
  void bestFirstTiesInInputOrderNanLast() {
    float[] scores = {
      Float.NaN,
      -1f,
      2f,
      Float.NEGATIVE_INFINITY,
      -0f,
      0f,
      2f,
      Float.POSITIVE_INFINITY,
      -Float.MIN_VALUE,
      Float.NaN,
      -Float.MAX_VALUE
    };
    assertThat(ScoreOrder.descending(scores)).containsExactly(7, 2, 6, 4, 5, 8, 1, 10, 3, 0, 9);
  }

  @Test
  void emptyIn() {
    assertThat(ScoreOrder.descending(new float[0])).isEmpty();
  }
}
