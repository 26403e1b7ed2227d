/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadSplitTest {

  @Test
  void dividesTheHeadsAmongTheWindows() {
    assertThat(HeadSplit.of(8))
        .containsExactly(new HeadSplit(3, 2), new HeadSplit(5, 3), new HeadSplit(7, 3));
    assertThat(IntStream.rangeClosed(3, 40))
        .allSatisfy(
            heads -> {
              assertThat(HeadSplit.of(heads)).allMatch(split -> split.heads() >= 1);
              assertThat(HeadSplit.of(heads).stream().mapToInt(HeadSplit::heads).sum())
                  .isEqualTo(heads);
            });
  }
}
