/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void generatedColoursDifferAndStay() {
    Palette palette = Palette.generated(365);
    Palette small = Palette.generated(20);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < palette.size(); i++) {
      assertThat(palette.colour(i)).isBetween(0, 0xffffff);
      assertThat(seen.add(palette.colour(i))).as("colour %d is new", i).isTrue();
      if (i < small.size()) {
        assertThat(small.colour(i)).isEqualTo(palette.colour(i));
      }
    }
  }

  @Test
  void neighboursAreFarApart() {
    Palette palette = Palette.generated(12);
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < i; j++) {
        int a = palette.colour(i);
        int b = palette.colour(j);
        int distance = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          distance += Math.abs((a >> shift & 0xff) - (b >> shift & 0xff));
        }
        assertThat(distance).as("colours %d and %d", i, j).isGreaterThan(60);
      }
    }
  }

  @Test
  void givenColoursAreTakenInOrderAndRepeat() {
    Palette palette = Palette.of(List.of(0xdc143c, 0x770b20));
    assertThat(palette.colour(1)).isEqualTo(0x770b20);
    assertThat(palette.colour(2)).isEqualTo(0xdc143c);
    assertThat(palette).isEqualTo(Palette.of(List.of(0xdc143c, 0x770b20)));
    assertThat(palette).isNotEqualTo(Palette.generated(2));
  }

  @Test
  void oneColourCanBeChanged() {
    Palette palette = Palette.of(List.of(0xdc143c, 0x770b20));
    assertThat(palette.with(1, 0x00ff00)).isEqualTo(Palette.of(List.of(0xdc143c, 0x00ff00)));
    assertThat(palette.colour(1)).isEqualTo(0x770b20);
  }

  @Test
  void textContrastsWithItsPlate() {
    assertThat(Palette.textOn(0xffff00)).isEqualTo(0x000000);
    assertThat(Palette.textOn(0xffffff)).isEqualTo(0x000000);
    assertThat(Palette.textOn(0x00008e)).isEqualTo(0xffffff);
    assertThat(Palette.textOn(0xdc143c)).isEqualTo(0xffffff);
  }

  @Test
  void refusesBadArguments() {
    assertThatThrownBy(() -> Palette.generated(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> Palette.of(List.of())).hasMessageContaining("at least one");
    assertThatThrownBy(() -> Palette.of(List.of(0x1000000))).hasMessageContaining("0x1000000");
    assertThatThrownBy(() -> Palette.generated(3).colour(-1)).hasMessageContaining("-1");
  }
}
