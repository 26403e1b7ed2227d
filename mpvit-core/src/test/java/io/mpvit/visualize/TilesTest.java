/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TilesTest {

  private static RgbImage black(int width, int height) {
    return RgbImage.of(width, height, new byte[3 * width * height]);
  }

  @Test
  void picturesStandInTheMiddleOfTheirCells() {
    Tiles tiles = new Tiles(10);
    RgbImage sheet = tiles.sheet(List.of(black(10, 4), black(2, 10), black(1, 1)));
    assertThat(sheet.size()).isEqualTo(new ImageSize(38, 38));
    assertThat(sheet.pixel(6, 9)).isZero();
    assertThat(sheet.pixel(15, 12)).isZero();
    assertThat(sheet.pixel(6, 8)).isEqualTo(0xffffff);
    assertThat(sheet.pixel(16, 9)).isEqualTo(0xffffff);
    assertThat(sheet.pixel(26, 6)).isZero();
    assertThat(sheet.pixel(10, 26)).isZero();
    assertThat(sheet.pixel(30, 30)).as("an empty cell").isEqualTo(0xffffff);
    assertThat(tiles.sheet(Collections.nCopies(5, black(1, 1))).size())
        .isEqualTo(new ImageSize(38, 54));
  }

  @Test
  void sizesAreFittedToTheLongerSide() {
    Tiles tiles = new Tiles(100);
    assertThat(tiles.fitted(new ImageSize(50, 25))).isEqualTo(new ImageSize(100, 50));
    assertThat(tiles.fitted(new ImageSize(1, 1000))).isEqualTo(new ImageSize(1, 100));
    assertThatIllegalArgumentException().isThrownBy(() -> tiles.sheet(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> tiles.sheet(List.of(black(101, 1))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tiles(0));
  }
}
