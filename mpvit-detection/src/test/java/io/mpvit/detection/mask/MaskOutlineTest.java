/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskOutlineTest {

  private static Rle mask(String... rows) {
    ImageSize size = new ImageSize(rows.length, rows[0].length());
    String all = String.join("", rows);
    boolean[] pixels = new boolean[all.length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = all.charAt(i) == '#';
    }
    return Rle.ofBitmap(size, pixels);
  }

  @Test
  void aRectangleHasFourCorners() {
    List<MaskOutline.Ring> rings = MaskOutline.of(mask(".....", ".###.", ".###."));
    assertThat(rings).hasSize(1);
    assertThat(rings.get(0).hole()).isFalse();
    assertThat(rings.get(0).polygon()).containsExactly(4, 1, 4, 3, 1, 3, 1, 1);
  }

  @Test
  void holesAreRingsOfTheirOwn() {
    List<MaskOutline.Ring> rings = MaskOutline.of(mask("####", "#..#", "####"));
    assertThat(rings).extracting(MaskOutline.Ring::hole).containsExactly(false, true);
    assertThat(rings.get(1).polygon()).hasSize(8).contains(1, 2, 3).doesNotContain(0, 4);
  }

  @Test
  void pixelsThatTouchAtACornerArePartsOfTheirOwn() {
    assertThat(MaskOutline.of(mask("#.", ".#"))).hasSize(2);
    assertThat(MaskOutline.of(mask(".#", "#."))).hasSize(2);
  }

  @Test
  void anEmptyMaskHasNoOutline() {
    assertThat(MaskOutline.of(Rle.empty(new ImageSize(3, 4)))).isEmpty();
  }

  @Test
  void fillingTheRingsGivesTheMaskBack() {
    Random random = new Random(10);
    for (int round = 0; round < 300; round++) {
      ImageSize size = MaskCases.randomSize(random);
      boolean[] pixels = MaskCases.randomBitmap(random, size);
      boolean[] filled = new boolean[pixels.length];
      int outer = 0;
      for (MaskOutline.Ring ring : MaskOutline.of(Rle.ofBitmap(size, pixels))) {
        boolean[] inside = PolygonRasterizer.rasterize(ring.polygon(), size).toBitmap();
        for (int i = 0; i < filled.length; i++) {
          filled[i] ^= inside[i];
        }
        outer += ring.hole() ? -MaskCases.count(inside) : MaskCases.count(inside);
      }
      assertThat(filled).isEqualTo(pixels);
      assertThat(outer).isEqualTo(MaskCases.count(pixels));
    }
  }
}
