/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way up: as Pillow 12.3 has it, in files as cameras, programs and accidents make them. */
class OrientationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doubleexif.jpg",
        "nonext.jpg",
        "bigcount.jpg",
        "ocount2.jpg",
        "ocut.jpg",
        "rawprofile.png",
        "exifnoiend.png",
        "exiftwice.png"
      })
  void whateverElseIsOddTheTagIsFound(String name) throws IOException {
    byte[] file = resource(name);
    RgbImage upright = ImageReader.read(file, name, Orientation.HONOUR_EXIF);
    assertThat(upright.size()).isEqualTo(new ImageSize(83, 61));
    RgbImage stored = ImageReader.read(file, name, Orientation.AS_STORED);
    assertThat(stored.size()).isEqualTo(new ImageSize(61, 83));
    assertThat(upright.pixel(60, 0)).isEqualTo(stored.pixel(0, 0));
    assertThat(upright.pixel(60, 82)).isEqualTo(stored.pixel(82, 0));
  }

  /** Directories of all types and counts, cut, changed, contradicting themselves. */
  @Test
  void directoriesAreReadAsPillowReadsThem() throws IOException {
    List<String[]> rows = table("exif_blobs.tsv");
    assertThat(rows).hasSizeGreaterThan(800);
    for (String[] row : rows) {
      byte[] exif = HexFormat.of().parseHex(row[0]);
      int found = new Metadata(exif, new byte[0]).orientation();
      int step = found >= 2 && found <= 8 ? found : 1;
      assertThat(step).as(row[0]).isEqualTo(Integer.parseInt(row[1]));
    }
  }

  static Stream<String[]> files() throws IOException {
    return table("orientation_files.tsv").stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesAreTurnedAsPillowTurnsThem(
      String name, String content, int width, int height, String first) throws IOException {
    byte[] file = Base64.getDecoder().decode(content);
    RgbImage image = ImageReader.read(file, name, Orientation.HONOUR_EXIF);
    assertThat(image.size()).isEqualTo(new ImageSize(height, width));
    assertThat(image.pixel(0, 0)).isEqualTo(Integer.parseInt(first, 16));
  }

  @Test
  void cutFilesHaveNoOrientationOrTheirOwn() throws IOException {
    for (String name : List.of("doubleexif.jpg", "rawprofile.png", "exiftwice.png")) {
      byte[] file = resource(name);
      for (int length = 0; length < file.length; length++) {
        byte[] part = Arrays.copyOf(file, length);
        Metadata found = name.endsWith("jpg") ? JpegMetadata.read(part) : PngMetadata.read(part);
        assertThat(found.orientation()).isIn(1, 3, 6);
      }
    }
  }

  private static List<String[]> table(String name) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream(name), StandardCharsets.US_ASCII))) {
      return in.lines().skip(1).map(line -> line.split("\t", -1)).toList();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = stream(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream stream(String name) {
    return Objects.requireNonNull(
        OrientationTest.class.getResourceAsStream("/image/odd/" + name), name);
  }
}
