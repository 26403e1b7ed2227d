/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassMatchTest {

  @Test
  void equalNamesComeBeforeSimilarOnes() {
    ClassMatch match = ClassMatch.byName(List.of("Cat", "cat", "dog"), List.of("cat", "CAT", "x"));
    assertThat(match.positions()).containsExactly(1, 0, -1);
    assertThat(match.unmatched()).containsExactly("dog");
    assertThat(match.unused()).containsExactly("x");
    assertThat(match.count()).isEqualTo(2);
  }

  @Test
  void ofOneNameTheFirstMatchesTheFirst() {
    assertThat(ClassMatch.byName(List.of("a", "a", "a"), List.of("b", "a", "a")).positions())
        .containsExactly(1, 2, -1);
  }

  @Test
  void blankNamesMatchNothing() {
    assertThat(ClassMatch.byName(List.of("", "a"), List.of("", " ")).count()).isZero();
  }

  @Test
  void longListsAreCut() {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "n" + i).toList();
    assertThat(ClassMatch.text(names)).startsWith("n0, n1").endsWith("n9 and 2 more");
    assertThat(ClassMatch.text(List.of("a"))).isEqualTo("a");
  }
}
