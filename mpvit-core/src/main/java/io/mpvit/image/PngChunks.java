/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where the chunks of a PNG file are. */
final class PngChunks {
  static final int SIGNATURE = 8;
  static final int IHDR = 0x49484452;
  static final int PLTE = 0x504c5445;
  static final int IDAT = 0x49444154;
  static final int IEND = 0x49454e44;

  /** Type and checksum. */
  private static final int AROUND = 8;

  private static final Set<Integer> PIXELS = Set.of(IHDR, PLTE, IDAT, IEND);

  private PngChunks() {}

  /**
   * A chunk.
   *
   * @param type four letters
   * @param start where its data begin
   * @param length of the data
   */
  record Chunk(int type, int start, int length) {

    byte[] data(byte... file) {
      return Arrays.copyOfRange(file, start, start + length);
    }
  }

  /** The whole chunks of a file, in its order, up to the end chunk. */
  static List<Chunk> of(byte... file) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    int at = SIGNATURE;
    while (file.length - at >= 4 + AROUND) {
      int length = in.getInt(at);
      int type = in.getInt(at + 4);
      if (length < 0 || length > file.length - at - 4 - AROUND) {
        break;
      }
      chunks.add(new Chunk(type, at + AROUND, length));
      if (type == IEND) {
        break;
      }
      at += length + 4 + AROUND;
    }
    return chunks;
  }

  /**
   * The file with nothing but what makes its stored pixels: no colour profile, no text, which would
   * be inflated without a limit; and no transparency, which would come as a channel of its own.
   *
   * @param file a PNG file
   * @return the file, up to its end or where it is cut off
   */
  static byte[] pixelsOnly(byte... file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
    out.write(file, 0, Math.min(SIGNATURE, file.length));
    int end = SIGNATURE;
    boolean whole = false;
    for (Chunk chunk : of(file)) {
      int from = chunk.start() - AROUND;
      end = chunk.start() + chunk.length() + 4;
      if (PIXELS.contains(chunk.type())) {
        out.write(file, from, end - from);
      }
      whole = chunk.type() == IEND;
    }
    if (!whole && end < file.length) {
      out.write(
          file, end, file.length - end); // a cut chunk, of which the decoder takes what it can
    }
    return out.toByteArray();
  }
}
