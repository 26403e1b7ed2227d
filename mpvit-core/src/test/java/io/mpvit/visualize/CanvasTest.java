/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanvasTest {
  private static final int GREY = 0x808080;
  private static final int RED = 0xdc143c;
  private static final DrawingStyle STYLE = new DrawingStyle(2, 8, 0.5);

  @Test
  void boxEdgesLieInsideTheBox() {
    RgbImage image = new Canvas(grey(60, 40), STYLE).box(9.6, 5.4, 30.2, 24.5, RED).toImage();
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 60; x++) {
        boolean inBox = x >= 10 && x < 30 && y >= 5 && y < 25;
        boolean inHole = x >= 12 && x < 28 && y >= 7 && y < 23;
        assertThat(image.pixel(x, y)).as("%d, %d", x, y).isEqualTo(inBox && !inHole ? RED : GREY);
      }
    }
  }

  @Test
  void boxesAreCutAtTheBorderAndNeverVanish() {
    RgbImage image =
        new Canvas(grey(20, 10), STYLE)
            .box(-50, -Double.MAX_VALUE, 1e300, Double.POSITIVE_INFINITY, RED)
            .toImage();
    assertThat(image.pixel(0, 0)).isEqualTo(RED);
    assertThat(image.pixel(19, 9)).isEqualTo(RED);
    assertThat(image.pixel(10, 5)).isEqualTo(GREY);
    RgbImage dot = new Canvas(grey(20, 10), STYLE).box(7, 3, 7, 3, RED).toImage();
    assertThat(count(dot, RED)).isEqualTo(1);
    assertThat(dot.pixel(7, 3)).isEqualTo(RED);
    RgbImage corner = new Canvas(grey(20, 10), STYLE).box(20, 10, 20, 10, RED).toImage();
    assertThat(corner.pixel(19, 9)).isEqualTo(RED);
  }

  @Test
  void whatLiesOutsideIsNotDrawn() {
    RgbImage image = grey(20, 30);
    Canvas canvas = new Canvas(image, STYLE).box(21, 0, 40, 10, RED).box(-9, -9, -1, 40, RED);
    assertThat(canvas.label("out", 0, 31, 5, 40, RED).toImage()).isEqualTo(image);
  }

  @Test
  void labelHasAPlateInTheColourAndReadableText() {
    RgbImage image =
        new Canvas(grey(120, 80), STYLE).label("cat 0.98", 30, 40, 90, 70, RED).toImage();
    assertThat(count(image, RED)).isGreaterThan(300);
    assertThat(count(image, 0xffffff)).isGreaterThan(20);
    // Above the box, from its left edge.
    assertThat(image.pixel(30, 39)).isEqualTo(RED);
    assertThat(image.pixel(29, 39)).isEqualTo(GREY);
    assertThat(image.pixel(30, 40)).isEqualTo(GREY);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,200", "200,3", "14,30", "20000,10", "30,30"})
  void anyPictureTakesAnyLabel(int width, int height) {
    RgbImage image = grey(width, height);
    RgbImage drawn =
        new Canvas(image)
            .box(0, 0, width, height, RED)
            .label("a very long label that cannot fit anywhere", 0, 0, width, height, RED)
            .mask(filled(width * height), RED)
            .toImage();
    assertThat(drawn.size()).isEqualTo(image.size());
    assertThat(drawn).isNotEqualTo(image);
  }

  @Test
  void longTextIsSetSmallerThenCut() {
    int normal = plateHeight("w");
    int smaller = plateHeight("wwwwwwwww");
    int smallest = plateHeight("w".repeat(60));
    assertThat(smaller).isLessThan(normal);
    assertThat(smallest).isBetween(8, smaller);
  }

  /** The plate's first column is free of text. */
  private static int plateHeight(String text) {
    RgbImage image = new Canvas(grey(60, 60), STYLE).label(text, 0, 30, 60, 60, RED).toImage();
    int rows = 0;
    for (int y = 0; y < 60; y++) {
      rows += image.pixel(0, y) == RED ? 1 : 0;
    }
    return rows;
  }

  @Test
  void masksAreTranslucentWithAContour() {
    byte[] mask = new byte[20 * 20];
    for (int y = 5; y < 15; y++) {
      Arrays.fill(mask, y * 20 + 4, y * 20 + 20, (byte) 1);
    }
    RgbImage image = new Canvas(grey(20, 20), STYLE).mask(mask, 0xff0000).toImage();
    assertThat(image.pixel(3, 9)).isEqualTo(GREY);
    assertThat(image.pixel(4, 9)).isEqualTo(0xff0000); // contour
    assertThat(image.pixel(10, 14)).isEqualTo(0xff0000);
    assertThat(image.pixel(10, 15)).isEqualTo(GREY);
    assertThat(image.pixel(10, 9)).isEqualTo(0xc04040); // half way
    assertThat(image.pixel(19, 9)).isEqualTo(0xc04040); // open at the border
  }

  @Test
  void sameInputSameBytesAsCommitted() throws IOException {
    RgbImage expected;
    try (InputStream in = CanvasTest.class.getResourceAsStream("/visualize/expected.png")) {
      expected = ImageReader.read(in, "expected.png", Orientation.AS_STORED);
    }
    assertThat(scene()).isEqualTo(scene()).isEqualTo(expected);
  }

  /** What expected.png shows; look at both when this test fails. */
  static RgbImage scene() {
    Palette palette = Palette.generated(4);
    byte[] disc = new byte[220 * 140];
    for (int i = 0; i < disc.length; i++) {
      int dx = i % 220 - 150;
      int dy = i / 220 - 80;
      disc[i] = (byte) (dx * dx + dy * dy < 40 * 40 ? 1 : 0);
    }
    Canvas canvas = new Canvas(grey(220, 140), new DrawingStyle(2, 9.5, 0.45));
    canvas.mask(disc, palette.colour(1));
    double[][] boxes = {{10, 30, 80, 120}, {110, 40, 190, 120}, {100, 2, 130, 14}};
    String[] labels = {"person 0.98", "dog 0.71", "kite 0.50"};
    for (int i = 0; i < 3; i++) {
      canvas.box(boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3], palette.colour(i));
    }
    for (int i = 0; i < 3; i++) {
      canvas.label(
          labels[i], boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3], palette.colour(i));
    }
    return canvas.toImage();
  }

  @Test
  void styleGrowsWithThePicture() {
    DrawingStyle small = DrawingStyle.fitting(new ImageSize(1, 1));
    DrawingStyle large = DrawingStyle.fitting(new ImageSize(3000, 4000));
    assertThat(small.lineWidth()).isEqualTo(1);
    assertThat(DrawingStyle.fitting(new ImageSize(480, 640)).lineWidth()).isEqualTo(2);
    assertThat(large.lineWidth()).isGreaterThan(10);
    assertThat(large.textHeight()).isGreaterThan(40);
  }

  @Test
  void refusesBadArguments() {
    Canvas canvas = new Canvas(grey(4, 4));
    assertThatThrownBy(() -> canvas.box(3, 0, 2, 1, RED)).hasMessageContaining("x0 <= x1");
    assertThatThrownBy(() -> canvas.box(Double.NaN, 0, 2, 1, RED)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> canvas.mask(new byte[3], RED)).hasMessageContaining("16 bytes");
    assertThatThrownBy(() -> new DrawingStyle(0, 8, 0.5)).hasMessageContaining("lineWidth");
    assertThatThrownBy(() -> new DrawingStyle(1, 8, 1.5)).hasMessageContaining("1.5");
  }

  private static byte[] filled(int n) {
    byte[] mask = new byte[n];
    Arrays.fill(mask, (byte) 1);
    return mask;
  }

  private static RgbImage grey(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 0x80);
    return RgbImage.of(width, height, rgb);
  }

  private static int count(RgbImage image, int colour) {
    int n = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        n += image.pixel(x, y) == colour ? 1 : 0;
      }
    }
    return n;
  }
}
