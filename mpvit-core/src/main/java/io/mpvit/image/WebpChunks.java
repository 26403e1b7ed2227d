/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a WebP file shows first, as a file of its own that has nothing but those pixels: no
 * transparency, profile or animation, which decoders can be kept busy with for hours.
 *
 * @param file a WebP file of one frame
 * @param left where the frame is on its canvas
 * @param top where the frame is on its canvas
 * @param canvas the size of the whole picture; null if that is the frame's
 */
record WebpChunks(byte[] file, int left, int top, ImageSize canvas) {
  private static final int HEADER = 12;
  private static final int CHUNK = 8;
  private static final int FRAME = 16;
  private static final int LOSSY = code("VP8 ");
  private static final int LOSSLESS = code("VP8L");
  private static final int EXTENDED = code("VP8X");
  private static final int ANIMATION = code("ANMF");

  private static int code(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }

  /** Finds the first frame. */
  static WebpChunks of(byte... file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    ImageSize canvas = null;
    long at = HEADER;
    while (at + CHUNK <= file.length) {
      int type = in.getInt((int) at);
      int start = (int) at + CHUNK;
      long end = start + (in.getInt((int) at + 4) & 0xffffffffL);
      if (end > file.length) {
        throw truncated();
      }
      if (type == LOSSY || type == LOSSLESS) {
        return new WebpChunks(alone(in, (int) at, (int) end), 0, 0, null);
      }
      if (type == EXTENDED && end - start >= 10) {
        canvas = new ImageSize(u24(in, start + 7) + 1, u24(in, start + 4) + 1);
      }
      if (type == ANIMATION && end - start >= FRAME) {
        return frame(in, start, (int) end, canvas);
      }
      at = end + (end & 1);
    }
    throw truncated();
  }

  private static WebpChunks frame(ByteBuffer in, int start, int end, ImageSize canvas)
      throws IOException {
    long at = start + FRAME;
    while (at + CHUNK <= end) {
      int type = in.getInt((int) at);
      long next = at + CHUNK + (in.getInt((int) at + 4) & 0xffffffffL);
      if (next > end) {
        throw truncated();
      }
      if (type == LOSSY || type == LOSSLESS) {
        byte[] alone = alone(in, (int) at, (int) next);
        return new WebpChunks(alone, 2 * u24(in, start), 2 * u24(in, start + 3), canvas);
      }
      at = next + (next & 1);
    }
    throw truncated();
  }

  private static EOFException truncated() {
    return new EOFException("it is truncated: the file ends before the picture does");
  }

  private static int u24(ByteBuffer in, int at) {
    return in.getShort(at) & 0xffff | (in.get(at + 2) & 0xff) << 16;
  }

  private static byte[] alone(ByteBuffer in, int from, int to) {
    int length = to - from;
    int padded = length + (length & 1);
    ByteBuffer out = ByteBuffer.allocate(HEADER + padded).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + padded);
    out.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    out.put(in.array(), from, length);
    return out.array();
  }

  /** The frame on its canvas, which is black where nothing is drawn. */
  RgbImage onCanvas(RgbImage frame) throws IOException {
    if (canvas == null || left == 0 && top == 0 && canvas.equals(frame.size())) {
      return frame;
    }
    ImageReader.checkSize(canvas.width(), canvas.height());
    if (left + frame.width() > canvas.width() || top + frame.height() > canvas.height()) {
      throw new IOException("its first frame lies outside its canvas");
    }
    byte[] out = new byte[Math.toIntExact(3L * canvas.width() * canvas.height())];
    int length = 3 * frame.width();
    for (int y = 0; y < frame.height(); y++) {
      int to = 3 * ((top + y) * canvas.width() + left);
      System.arraycopy(frame.raw(), y * length, out, to, length);
    }
    return RgbImage.wrap(canvas.width(), canvas.height(), out);
  }
}
