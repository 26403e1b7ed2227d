/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrokeFontTest {
  private final StrokeFont font = StrokeFont.get();

  @Test
  void everyPrintableAsciiCharacterHasItsOwnShape() {
    Set<String> shapes = new HashSet<>();
    for (char c = ' '; c <= '~'; c++) {
      assertThat(font.has(c)).as("glyph of '%c'", c).isTrue();
      shapes.add(draw(String.valueOf(c)));
    }
    assertThat(shapes).hasSize('~' - ' ' + 1);
    assertThat(font.has('\u4e2d')).isFalse();
    assertThat(shapes).doesNotContain(draw("\u4e2d"));
  }

  @Test
  void lettersStayWithinTheirLine() {
    float[] cover = font.coverage("gjpqy|()[]{}@$,;_", 4, 8, 2, 200, 40);
    for (int x = 0; x < 200; x++) {
      assertThat(cover[x]).as("top row").isZero();
      assertThat(cover[39 * 200 + x]).as("bottom row").isZero();
    }
  }

  @Test
  void textGrowsWithItsLetters() {
    assertThat(font.width("person")).isGreaterThan(font.width("perso"));
    assertThat(font.width("")).isZero();
    assertThat(StrokeFont.plain("\u00e9l\u00e8ve")).isEqualTo("eleve");
  }

  private String draw(String text) {
    StringBuilder shape = new StringBuilder();
    for (float v : font.coverage(text, 4, 6, 2, 24, 32)) {
      shape.append(Math.round(v * 9));
    }
    return shape.toString();
  }
}
