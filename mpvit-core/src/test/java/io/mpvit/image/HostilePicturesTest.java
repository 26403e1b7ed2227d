/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would cost the stack, the heap or minutes. */
class HostilePicturesTest {

  private static final int MEGABYTE = 1 << 20;
  private static final byte[] BOMB = zeros(3000);

  @ParameterizedTest
  @ValueSource(strings = {"mini_xmp_overflow.png", "mini_ztxt_900M.png"})
  void whatIsNotNeededIsNotRead(String name) throws IOException {
    byte[] file = resource("odd/" + name);
    RgbImage image =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> ImageReader.read(file, name, Orientation.HONOUR_EXIF));
    assertThat(image.width()).isPositive();
  }

  /** Palette pictures make the JDK's decoder look at everything. */
  @ParameterizedTest
  @CsvSource({
    "p.png, zTXt, Comment",
    "p.png, zTXt, Raw profile type exif",
    "p.png, iCCP, profile",
    "rgb.png, zTXt, Raw profile type exif",
    "rgb.png, zTXt, XML:com.adobe.xmp",
    "l.png, iCCP, profile"
  })
  void textsAndProfilesThatInflateAreHarmless(String name, String type, String key)
      throws IOException {
    byte[] plain = resource("formats/" + name);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(key.getBytes(StandardCharsets.ISO_8859_1));
    data.write(0);
    data.write(0);
    data.writeBytes(BOMB);
    byte[] bomb = withChunk(plain, type, data.toByteArray());
    RgbImage expected = ImageReader.read(plain, name, Orientation.HONOUR_EXIF);
    RgbImage image =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> ImageReader.read(bomb, name, Orientation.HONOUR_EXIF));
    assertThat(image).isEqualTo(expected);
    assertThat(PngChunks.of(PngChunks.pixelsOnly(bomb)))
        .extracting(PngChunks.Chunk::type)
        .isSubsetOf(PngChunks.IHDR, PngChunks.PLTE, PngChunks.IDAT, PngChunks.IEND);
  }

  @Test
  void scansThatGoOnAndOnAreRefusedBeforeTheyAreDecoded() throws IOException {
    String name = "photo_prog_s1.jpg";
    byte[] plain = resource("formats/" + name);
    JpegHeader header = JpegHeader.read(plain);
    assertThat((long) header.scans()).isBetween(5L, header.allowedScans());
    int last = lastScan(plain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, plain.length - 2);
    for (int i = 0; i < 5000; i++) {
      out.write(plain, last, plain.length - 2 - last);
    }
    out.write(plain, plain.length - 2, 2);
    assertThatThrownBy(() -> ImageReader.read(out.toByteArray(), name, Orientation.HONOUR_EXIF))
        .isInstanceOf(ImageReadException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("more than the 1000 that are decoded");
  }

  @Test
  void largePicturesHaveFewerScans() {
    JpegHeader large = new JpegHeader(10_000, 10_000, 3, JpegHeader.Colour.YCC, List.of(), 1);
    assertThat(large.allowedScans()).isEqualTo(20);
    JpegHeader photo = new JpegHeader(6000, 4000, 3, JpegHeader.Colour.YCC, List.of(), 1);
    assertThat(photo.allowedScans()).isEqualTo(83);
  }

  @Test
  void bombsAreSoundToTheirEnd() throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(zeros(5)))) {
      byte[] unpacked = in.readAllBytes();
      assertThat(unpacked).isEqualTo(new byte[5 * MEGABYTE]);
    }
  }

  private static int lastScan(byte... jpeg) {
    for (int i = jpeg.length - 2; i > 0; i--) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        return i;
      }
    }
    throw new AssertionError("no scan");
  }

  /**
   * Zeros as zlib packs them, of which a megabyte is packed once and then repeated: packing three
   * thousand takes a quarter of a minute.
   */
  private static byte[] zeros(int megabytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(new byte[MEGABYTE]);
    byte[] buffer = new byte[MEGABYTE];
    int block = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
    deflater.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x78, (byte) 0xda});
    for (int i = 0; i < megabytes; i++) {
      out.write(buffer, 0, block);
    }
    out.writeBytes(new byte[] {1, 0, 0, -1, -1}); // the last block, empty
    long length = (long) megabytes * MEGABYTE;
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) (length % 65_521 << 16 | 1)).array());
    return out.toByteArray();
  }

  private static byte[] withChunk(byte[] png, String type, byte... data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    int at = PngChunks.SIGNATURE + 25; // behind the header
    return ByteBuffer.allocate(png.length + 12 + data.length)
        .put(png, 0, at)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) crc.getValue())
        .put(Arrays.copyOfRange(png, at, png.length))
        .array();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            HostilePicturesTest.class.getResourceAsStream("/image/" + name), name)) {
      return in.readAllBytes();
    }
  }
}
