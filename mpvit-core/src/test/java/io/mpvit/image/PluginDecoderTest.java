/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.testing.Npz;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebP and TIFF against Pillow 12.3's {@code exif_transpose(open(file)).convert("RGB")}. */
class PluginDecoderTest {
  private static final Npz EXPECTED = Npz.resource("/image/plugins.expected.npz");

  static Stream<String> exact() {
    return EXPECTED.names().stream().filter(name -> !name.contains("lossy"));
  }

  @ParameterizedTest
  @MethodSource("exact")
  void pixelsEqualPillows(String file) throws IOException {
    RgbImage image = read(file);
    long[] shape = EXPECTED.shape(file);
    assertThat(image.size()).isEqualTo(new ImageSize((int) shape[0], (int) shape[1]));
    assertThat(image.toBytes()).isEqualTo(EXPECTED.bytes(file));
  }

  /** Colour is repeated where Pillow smooths it; brightness is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"lossy.webp", "exif6_lossy.webp"})
  void webpWithLossesIsNearPillows(String file) throws IOException {
    RgbImage image = read(file);
    byte[] expected = EXPECTED.bytes(file);
    byte[] found = image.toBytes();
    assertThat(found).hasSameSizeAs(expected);
    double sum = 0;
    double brightness = 0;
    for (int i = 0; i < found.length; i += 3) {
      double[] d = new double[3];
      for (int c = 0; c < 3; c++) {
        d[c] = (found[i + c] & 0xff) - (expected[i + c] & 0xff);
        sum += Math.abs(d[c]);
      }
      brightness += Math.abs(0.299 * d[0] + 0.587 * d[1] + 0.114 * d[2]);
    }
    assertThat(sum / found.length).isLessThan(5);
    assertThat(brightness / (found.length / 3.0)).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab.tif", "f32.tif"})
  void otherColoursAreRefused(String file) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ImageReadException.class)
        .hasMessageContaining("only whole numbers of grey, palette, RGB, CMYK and YCbCr");
  }

  @Test
  void cutFilesAreReadOrRefusedButNeverCrash() throws IOException {
    for (String file : new String[] {"exif6.webp", "lossy.webp", "rgb_tiff_lzw.tif", "p.tif"}) {
      byte[] whole = bytes(file);
      for (int length = 16; length < whole.length; length += whole.length / 12) {
        byte[] part = Arrays.copyOf(whole, length);
        try {
          RgbImage image = ImageReader.read(part, file, Orientation.HONOUR_EXIF);
          assertThat(image.width()).isPositive();
        } catch (ImageReadException e) {
          assertThat(e).hasMessageStartingWith("cannot read picture " + file + ": ");
        }
      }
    }
  }

  /** The decoder takes what is missing for zeros, and would go on for minutes. */
  @Test
  void aStreamThatEndsTooEarlyEndsTheReading() throws IOException {
    byte[] whole = bytes("lossless.webp");
    for (int length : new int[] {30, 60, 200, 1000, 2000}) {
      byte[] part = Arrays.copyOf(whole, length);
      // sizes that agree with what is there
      ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length - 8);
      ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).putInt(16, length - 20);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () ->
              assertThatThrownBy(() -> ImageReader.read(part, "cut", Orientation.AS_STORED))
                  .isInstanceOf(ImageReadException.class)
                  .hasMessageContaining("not a sound WebP file"));
    }
  }

  private static RgbImage read(String file) throws IOException {
    return ImageReader.read(bytes(file), file, Orientation.HONOUR_EXIF);
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            PluginDecoderTest.class.getResourceAsStream("/image/plugins/" + file), file)) {
      return in.readAllBytes();
    }
  }
}
