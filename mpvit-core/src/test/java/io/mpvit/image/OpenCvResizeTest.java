/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against pictures that OpenCV 4.6 made, bit for bit. */
class OpenCvResizeTest {

  private static final Npz GOLDEN = Npz.resource("/reference/upernet/preprocess.golden.npz");
  private static final String PREFIX = "resize.bilinear.";

  static List<String> resized() {
    return GOLDEN.names().stream().filter(name -> name.startsWith(PREFIX)).toList();
  }

  @ParameterizedTest
  @MethodSource("resized")
  void everyByteIsOpenCvs(String name) {
    String[] parts = name.substring(PREFIX.length()).split("[.x]");
    ImageSize size = new ImageSize(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    RgbImage actual = OpenCvResize.resize(source(parts[0]), size);
    assertThat(actual.size()).isEqualTo(size);
    assertThat(actual.toBytes()).isEqualTo(interleaved(GOLDEN.bytes(name)));
  }

  @Test
  void sameSizeIsTheSamePicture() {
    RgbImage picture = source("fine");
    assertThat(OpenCvResize.resize(picture, picture.size())).isSameAs(picture);
  }

  @Test
  void onePixelFillsAnySize() {
    RgbImage pixel = RgbImage.of(1, 1, new byte[] {7, (byte) 200, (byte) 255});
    RgbImage large = OpenCvResize.resize(pixel, new ImageSize(5, 3));
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 3; x++) {
        assertThat(large.pixel(x, y)).isEqualTo(0x07c8ff);
      }
    }
  }

  @Test
  void tooLargeIsRefused() {
    ImageSize size = new ImageSize(40_000, 40_000);
    assertThatThrownBy(() -> OpenCvResize.resize(source("fine"), size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40000x40000");
  }

  @Test
  void keepRatioSizesAreThePublishedOnes() throws Exception {
    int cases = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                OpenCvResizeTest.class.getResourceAsStream("/reference/upernet/resize_sizes.tsv"),
                StandardCharsets.UTF_8))) {
      for (String line : lines.lines().skip(1).toList()) {
        String[] cells = line.split("\t");
        KeepRatioResize rule = KeepRatioResize.ADE20K.times(Double.parseDouble(cells[2]));
        assertThat(rule)
            .isEqualTo(new KeepRatioResize(Integer.parseInt(cells[3]), Integer.parseInt(cells[4])));
        ImageSize source = new ImageSize(Integer.parseInt(cells[1]), Integer.parseInt(cells[0]));
        assertThat(rule.target(source))
            .as(line)
            .isEqualTo(new ImageSize(Integer.parseInt(cells[6]), Integer.parseInt(cells[5])));
        cases++;
      }
    }
    assertThat(cases).isEqualTo(138);
  }

  @Test
  void aVeryNarrowPictureKeepsOnePixel() {
    assertThat(KeepRatioResize.ADE20K.target(new ImageSize(1, 9000)))
        .isEqualTo(new ImageSize(1, 2048));
  }

  @Test
  void limitsInTheWrongOrderAreRefused() {
    assertThatThrownBy(() -> new KeepRatioResize(512, 2048))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2048 and 512");
  }

  @ParameterizedTest
  @CsvSource({"683, 512, 512, 683", "300, 900, 1536, 512", "1024, 1024, 512, 512"})
  void thePublishedPipelinesResize(int width, int height, int resizedHeight, int resizedWidth) {
    RgbImage picture = ReferenceInputs.image("image", height, width);
    RgbImage resized = KeepRatioResize.ADE20K.apply(picture);
    assertThat(resized.size()).isEqualTo(new ImageSize(resizedHeight, resizedWidth));
    long[] sums = new long[3];
    byte[] bytes = resized.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      sums[i % 3] += bytes[i] & 0xff;
    }
    String name = "pipeline.%dw%dh.resized_sum_rgb".formatted(width, height);
    assertThat(sums).isEqualTo(GOLDEN.longs(name));
  }

  private static RgbImage source(String name) {
    return switch (name) {
      case "image" -> ReferenceInputs.image("image", 40, 56);
      case "fine" -> fine(name, 23, 31);
      default -> fine(name, 24, 32);
    };
  }

  /** A picture whose pixels all have a value of their own. */
  private static RgbImage fine(String name, int height, int width) {
    float[] values = ReferenceInputs.values(name, new Shape(3, height, width));
    byte[] planes = new byte[values.length];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (byte) (int) Math.floor(64 * (values[i] + 2));
    }
    return RgbImage.of(width, height, interleaved(planes));
  }

  private static byte[] interleaved(byte[] planes) {
    int plane = planes.length / 3;
    byte[] pixels = new byte[planes.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = planes[i % 3 * plane + i / 3];
    }
    return pixels;
  }
}
