/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * What a PNG file's chunks say, checked before the JDK's decoder sees them: that one verifies no
 * checksum.
 *
 * @param width declared width
 * @param height declared height
 * @param bits bits per sample
 * @param colourType 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha
 * @param cutOff whether the file ends in the middle of a chunk, which may or may not matter
 */
record PngHeader(int width, int height, int bits, int colourType, boolean cutOff) {

  static PngHeader read(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file).position(PngChunks.SIGNATURE);
    try {
      int length = in.getInt();
      if (in.getInt() != PngChunks.IHDR || length != 13) {
        throw new IOException("it has no header chunk");
      }
      int width = in.getInt();
      int height = in.getInt();
      int bits = in.get();
      int colourType = in.get();
      in.position(PngChunks.SIGNATURE);
      return new PngHeader(width, height, bits, colourType, !walk(in));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("it is truncated: the file ends before the picture does", e);
    }
  }

  /** Whether 16-bit grey without alpha, which Pillow clips where it scales everything else. */
  boolean isGrey16() {
    return bits == 16 && colourType == 0;
  }

  /** Checks the chunks that matter; false if the file ends before the end chunk is complete. */
  private static boolean walk(ByteBuffer in) throws IOException {
    while (in.remaining() >= 12) {
      int length = in.getInt();
      int type = in.getInt(in.position());
      if (length < 0 || length > in.remaining() - 8) {
        return false;
      }
      CRC32 crc = new CRC32();
      crc.update(in.slice(in.position(), length + 4));
      in.position(in.position() + length + 4);
      boolean sound = in.getInt() == (int) crc.getValue();
      if (!sound && (type == PngChunks.IHDR || type == PngChunks.PLTE || type == PngChunks.IDAT)) {
        throw new IOException("it is damaged: a checksum is wrong");
      }
      if (type == PngChunks.IEND) {
        return true;
      }
    }
    return false;
  }
}
