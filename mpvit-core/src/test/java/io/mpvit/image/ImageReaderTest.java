/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {
  private static final Npz EXPECTED = Npz.resource("/image/formats.expected.npz");

  @TempDir Path folder;

  static Stream<String> formats() {
    return EXPECTED.names().stream();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void pixelsEqualPillows(String file) throws IOException {
    RgbImage image = ImageReader.read(resource("formats/" + file), file, Orientation.HONOUR_EXIF);
    long[] shape = EXPECTED.shape(file);
    assertThat(image.size()).isEqualTo(new ImageSize((int) shape[0], (int) shape[1]));
    assertThat(image.toBytes()).isEqualTo(EXPECTED.bytes(file));
  }

  @Test
  void manyFormatsAreCovered() {
    assertThat(EXPECTED.names()).hasSizeGreaterThan(70).contains("cmyk.jpg", "i16.png", "p.bmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void storedOrientationIsKeptOnRequest(String ending) throws IOException {
    RgbImage upright = read("formats/exif1." + ending, Orientation.AS_STORED);
    for (int tag = 1; tag <= 8; tag++) {
      RgbImage stored = read("formats/exif" + tag + "." + ending, Orientation.AS_STORED);
      assertThat(stored).as("tag %d", tag).isEqualTo(upright);
    }
  }

  @Test
  void pathStreamAndBytesAgree() throws IOException {
    byte[] bytes = resource("formats/base_s2.jpg");
    Path file = Files.write(folder.resolve("named.png"), bytes);
    RgbImage image = ImageReader.read(bytes, "bytes", Orientation.HONOUR_EXIF);
    assertThat(ImageReader.read(file, Orientation.HONOUR_EXIF)).isEqualTo(image);
    assertThat(ImageReader.read(new ByteArrayInputStream(bytes), "stream", Orientation.HONOUR_EXIF))
        .isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource({
    "cut_in_scan.jpg, truncated",
    "cut_before_end_marker.jpg, truncated",
    "cut_in_header.jpg, truncated",
    "cut_after_magic.jpg, truncated",
    "cut_in_data.png, truncated",
    "cut_in_header.png, truncated",
    "cut.bmp, not a sound BMP",
    "cut.gif, not a sound GIF",
    "damaged_data.png, checksum",
    "damaged_header.png, checksum",
    "bomb.png, 60000 x 60000",
    "bomb.gif, 65535 x 65535",
    "bomb.bmp, not a sound BMP",
    "arithmetic_coding.jpg, Huffman"
  })
  void refusesBrokenAndForeignFiles(String name, String reason) throws IOException {
    Path file = Files.write(folder.resolve(name), resource("broken/" + name));
    assertRefused(file, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "notes.jpg, 'hello there\n', it is text",
    "page.pth.jpg, '<!DOCTYPE html>', it is HTML",
    "empty.png, '', it is empty",
    "magic.png, '\u0001\u0002\u0003', format is not known"
  })
  void refusesWhatIsNoPicture(String name, String content, String reason) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, reason);
  }

  @Test
  void refusesMissingFilesAndDirectories() {
    assertRefused(folder.resolve("none.jpg"), "no such file");
    assertRefused(folder, "directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"formats/base_s2.jpg", "formats/rgb.png", "formats/p.bmp", "formats/g.gif"})
  void everyPrefixIsReadOrRefusedButNeverCrashes(String name) throws IOException {
    byte[] whole = resource(name);
    RgbImage image = ImageReader.read(whole, name, Orientation.HONOUR_EXIF);
    for (int length = 0; length < whole.length; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        RgbImage read = ImageReader.read(part, name, Orientation.HONOUR_EXIF);
        assertThat(read).as("first %d bytes", length).isEqualTo(image);
      } catch (ImageReadException e) {
        assertThat(e).hasMessageStartingWith("cannot read picture " + name + ": ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void readsLongAndTinyPictures(String ending) throws IOException {
    for (ImageSize size : new ImageSize[] {new ImageSize(10, 20000), new ImageSize(1, 1)}) {
      Path file = folder.resolve("picture." + ending);
      ImageWriter.write(ReferenceInputs.image("image", size.height(), size.width()), file);
      assertThat(ImageReader.read(file, Orientation.HONOUR_EXIF).size()).isEqualTo(size);
    }
  }

  private void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> ImageReader.read(file, Orientation.HONOUR_EXIF))
        .isInstanceOf(ImageReadException.class)
        .hasMessageStartingWith("cannot read picture " + file + ": ")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  private static RgbImage read(String name, Orientation orientation) throws IOException {
    return ImageReader.read(resource(name), name, orientation);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ImageReaderTest.class.getResourceAsStream("/image/" + name)) {
      assertThat(in).as("resource %s", name).isNotNull();
      return in.readAllBytes();
    }
  }
}
