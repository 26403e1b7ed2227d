/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Finds EXIF and XMP in a PNG file: in a chunk of their own, or in texts of the names that Pillow
 * knows, wherever they stand and whatever else is odd in the file. All other chunks are passed over
 * unread, and texts are inflated to a limit only.
 */
final class PngMetadata {
  private static final int EXIF = 0x65584966; // eXIf
  private static final int TEXT = 0x74455874; // tEXt
  private static final int COMPRESSED = 0x7a545874; // zTXt
  private static final int INTERNATIONAL = 0x69545874; // iTXt
  private static final String RAW_EXIF = "Raw profile type exif";
  private static final String PLAIN_EXIF = "exif";
  private static final String XMP = "XML:com.adobe.xmp";

  /** Pillow's limit, too. */
  private static final int MAX_TEXT = 1 << 20;

  private byte[] exif = Metadata.NONE.exif();
  private byte[] raw = Metadata.NONE.exif();
  private byte[] xmp = Metadata.NONE.xmp();

  private PngMetadata() {}

  /** Reads a file whose chunks may be damaged; what cannot be found is not there. */
  static Metadata read(byte[] file) {
    PngMetadata found = new PngMetadata();
    for (PngChunks.Chunk chunk : PngChunks.of(file)) {
      switch (chunk.type()) {
        case EXIF -> found.exif = chunk.data(file);
        case TEXT, COMPRESSED, INTERNATIONAL -> found.text(chunk.type(), chunk.data(file));
        default -> {
          // pixels, or of no interest
        }
      }
    }
    byte[] exif = found.exif.length > 0 ? found.exif : hex(found.raw);
    return new Metadata(exif, found.xmp);
  }

  private void text(int type, byte... data) {
    int end = indexOfZero(data, 0);
    if (end < 0) {
      return;
    }
    String key = new String(data, 0, end, StandardCharsets.ISO_8859_1);
    if (!key.equals(RAW_EXIF) && !key.equals(PLAIN_EXIF) && !key.equals(XMP)) {
      return;
    }
    byte[] value = value(type, data, end + 1);
    if (key.equals(RAW_EXIF)) {
      raw = value;
    } else if (key.equals(XMP)) {
      xmp = value;
    } else if (type == TEXT) {
      exif = value;
    }
  }

  private static byte[] value(int type, byte[] data, int from) {
    if (type == TEXT) {
      return Arrays.copyOfRange(data, from, data.length);
    }
    if (type == COMPRESSED) {
      return from < data.length && data[from] == 0 ? inflate(data, from + 1) : new byte[0];
    }
    // compression flag and method, language, translated keyword
    int language = from + 2 > data.length ? -1 : indexOfZero(data, from + 2);
    int keyword = language < 0 ? -1 : indexOfZero(data, language + 1);
    if (keyword < 0) {
      return new byte[0];
    }
    return data[from] == 0
        ? Arrays.copyOfRange(data, keyword + 1, data.length)
        : data[from + 1] == 0 ? inflate(data, keyword + 1) : new byte[0];
  }

  private static int indexOfZero(byte[] data, int from) {
    for (int i = from; i < data.length; i++) {
      if (data[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Up to the limit; what is damaged ends there. */
  private static byte[] inflate(byte[] data, int from) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(data, from, data.length - from);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      int length = inflater.inflate(buffer);
      while (length > 0 && out.size() < MAX_TEXT) {
        out.write(buffer, 0, length);
        length = inflater.inflate(buffer);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  /**
   * The profile as ImageMagick writes it: blank line, name, length, lines of hexadecimal digits.
   */
  private static byte[] hex(byte... text) {
    int from = 0;
    for (int line = 0; line < 3; line++) {
      while (from < text.length && text[from] != '\n') {
        from++;
      }
      from++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int high = -1;
    for (int i = from; i < text.length; i++) {
      int digit = Character.digit(text[i], 16);
      if (digit < 0 && !Character.isWhitespace(text[i])) {
        return new byte[0];
      }
      if (digit >= 0) {
        if (high >= 0) {
          out.write(high << 4 | digit);
        }
        high = high >= 0 ? -1 : digit;
      }
    }
    return out.toByteArray();
  }
}
