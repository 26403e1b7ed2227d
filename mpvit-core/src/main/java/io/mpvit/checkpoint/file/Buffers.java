/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian direct buffers. */
public final class Buffers {
  /** Chunk for streaming: large enough for the disk, small enough for the cache. */
  public static final int CHUNK = 1 << 20;

  private Buffers() {}

  /**
   * Allocates, and turns a refusal into a failure of the file.
   *
   * @param file what fails
   * @param bytes capacity
   * @param what what needs the memory, for the message
   * @return an empty buffer
   * @throws CheckpointException if it would have 2 GiB or more, or direct memory is exhausted
   */
  public static ByteBuffer direct(CheckpointFile file, long bytes, String what)
      throws CheckpointException {
    if (bytes > Integer.MAX_VALUE - 8) {
      throw file.damaged(what + " has " + bytes + " bytes, more than 2 GiB: too large to read");
    }
    try {
      return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (OutOfMemoryError e) {
      // A refused reservation of direct memory, not an exhausted heap: safe to go on.
      throw file.damaged(
          what + " needs " + bytes + " bytes of direct memory; see -XX:MaxDirectMemorySize", e);
    }
  }

  /**
   * Swaps the bytes of each element between position and limit.
   *
   * @param bytes the elements, changed in place
   * @param elementSize 1, 2, 4 or 8
   */
  public static void swap(ByteBuffer bytes, int elementSize) {
    ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
    ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = bytes.position(); i < bytes.limit(); i += elementSize) {
      switch (elementSize) {
        case 2 -> little.putShort(i, big.getShort(i));
        case 4 -> little.putInt(i, big.getInt(i));
        case 8 -> little.putLong(i, big.getLong(i));
        default -> {
          return;
        }
      }
    }
  }
}
