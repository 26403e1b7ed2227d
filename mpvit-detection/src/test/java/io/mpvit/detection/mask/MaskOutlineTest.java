/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.box.Box;
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
  void aSmallMaskOnAHugePictureCostsLittle() {
    ImageSize huge = new ImageSize(46_000, 46_000);
    int before = 20_000 * 46_000 + 7;
    Rle mask = Rle.of(huge, before, 2, 46_000 * 46_000 - before - 2);
    assertThat(MaskOutline.polygons(mask))
        .containsExactly(new double[] {20_001, 7, 20_001, 9, 20_000, 9, 20_000, 7});
  }

  @Test
  void aMaskMayHaveThousandsOfHoles() {
    ImageSize size = new ImageSize(401, 401);
    boolean[] pixels = new boolean[401 * 401];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i / 401 % 2 == 0 || i % 401 % 2 == 0;
    }
    Rle mask = Rle.ofBitmap(size, pixels);
    List<double[]> polygons = MaskOutline.polygons(mask);
    assertThat(polygons).hasSize(1);
    assertThat(PolygonRasterizer.rasterize(polygons, size)).isEqualTo(mask);
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

  @Test
  void polygonsGiveTheMaskBack() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      ImageSize size = MaskCases.randomSize(random);
      Rle mask = Rle.ofBitmap(size, MaskCases.randomBitmap(random, size));
      List<double[]> polygons = MaskOutline.polygons(mask);
      assertThat(polygons.isEmpty()).isEqualTo(mask.area() == 0);
      if (!polygons.isEmpty()) {
        assertThat(PolygonRasterizer.rasterize(polygons, size)).isEqualTo(mask);
      }
    }
  }

  /** The ways to the holes stay unseen at other sizes, where corners are no whole numbers. */
  @Test
  void holesStayOpenInTargets() {
    Rle ring = mask("#####", "#...#", "#.#.#", "#...#", "#####");
    List<double[]> polygons = MaskOutline.polygons(ring);
    assertThat(polygons).hasSize(1);
    for (int side : new int[] {10, 28, 37}) {
      boolean[] target = MaskTargets.ofPolygons(polygons, new Box(0, 0, 5, 5), side);
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          // cells whose centre is well inside a pixel
          double px = (x + 0.5) * 5 / side;
          double py = (y + 0.5) * 5 / side;
          if (Math.abs(px - Math.rint(px)) > 0.3 && Math.abs(py - Math.rint(py)) > 0.3) {
            assertThat(target[y * side + x])
                .as("%d, %d of %d", x, y, side)
                .isEqualTo(ring.toBitmap()[(int) py * 5 + (int) px]);
          }
        }
      }
    }
  }
}
