/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Buffered bytes of a pickle, with lengths checked against what is left before anything is
 * allocated.
 */
final class PickleInput {
  private static final int BUFFER = 1 << 14;
  private static final long MAX_HEAP_BYTES = 1L << 30;

  private final CheckpointFile file;
  private final ByteRegion region;
  private final HeapBudget budget;
  private final String what;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long bufferEnd;

  PickleInput(CheckpointFile file, ByteRegion region, long start, HeapBudget budget, String what) {
    this.file = file;
    this.region = region;
    this.budget = budget;
    this.what = what;
    this.bufferEnd = start;
    buffer.limit(0);
  }

  /** Position of the next byte in the region. */
  long position() {
    return bufferEnd - buffer.remaining();
  }

  CheckpointFile file() {
    return file;
  }

  /** A failure of the pickle at the current place. */
  CheckpointException malformed(String reason) {
    return file.damaged("malformed " + what + " near byte " + position() + ": " + reason);
  }

  int u8() throws IOException, CheckpointException {
    need(1);
    return Byte.toUnsignedInt(buffer.get());
  }

  int u16() throws IOException, CheckpointException {
    need(2);
    return Short.toUnsignedInt(buffer.getShort());
  }

  int i32() throws IOException, CheckpointException {
    need(4);
    return buffer.getInt();
  }

  long i64() throws IOException, CheckpointException {
    need(8);
    return buffer.getLong();
  }

  double bigEndianDouble() throws IOException, CheckpointException {
    return Double.longBitsToDouble(Long.reverseBytes(i64()));
  }

  /** Reads a few bytes onto the heap. */
  byte[] bytes(long length) throws IOException, CheckpointException {
    check(length);
    if (length > MAX_HEAP_BYTES) {
      throw malformed("a text with a length of " + length + " bytes: too large, or corrupt");
    }
    budget.charge(length + 32);
    byte[] result = new byte[Math.toIntExact(length)];
    int fromBuffer = Math.min(result.length, buffer.remaining());
    buffer.get(result, 0, fromBuffer);
    if (fromBuffer < result.length) {
      ByteBuffer rest = ByteBuffer.wrap(result, fromBuffer, result.length - fromBuffer);
      region.read(bufferEnd, rest);
      bufferEnd += result.length - fromBuffer;
    }
    return result;
  }

  /** Steps over bytes and returns them where they are. */
  ByteRegion skip(long length) throws CheckpointException {
    check(length);
    long start = position();
    if (length <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) length);
    } else {
      buffer.limit(0);
      bufferEnd = start + length;
    }
    return region.slice(start, length);
  }

  /** Reads up to the next line feed, which is dropped. */
  byte[] line() throws IOException, CheckpointException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = u8();
      if (c == '\n') {
        // The bytes and the text that is made of them.
        budget.charge(64 + 3L * line.size());
        return line.toByteArray();
      }
      if ((line.size() & 0xfff) == 0xfff) {
        // The stream grows by doubling, the copy comes on top.
        budget.charge(4 * 0x1000);
      }
      line.write(c);
    }
  }

  private void check(long length) throws CheckpointException {
    if (length < 0 || length > region.size() - position()) {
      throw malformed(
          "a length of "
              + Long.toUnsignedString(length)
              + " bytes, "
              + (region.size() - position())
              + " are left: truncated or corrupt");
    }
  }

  private void need(int count) throws IOException, CheckpointException {
    if (buffer.remaining() < count) {
      long start = position();
      if (region.size() - start < count) {
        throw malformed("unexpected end (no STOP opcode): truncated");
      }
      buffer.clear().limit((int) Math.min(BUFFER, region.size() - start));
      region.read(start, buffer);
      buffer.flip();
      bufferEnd = start + buffer.limit();
    }
  }
}
