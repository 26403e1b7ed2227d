/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps direct buffers of an open file for the next tensor. Fresh memory for each costs more than
 * reading it, and is given back only when Java collects garbage: a large file would be in memory
 * twice.
 */
public final class ScratchPool {

  /** One for the elements of a tensor, one for what they are picked from. */
  private static final int SPARES = 2;

  private static final int LARGEST_ROUNDED = 1 << 30;

  private final List<ByteBuffer> spares = new ArrayList<>();

  /**
   * Takes a little-endian buffer with exactly these bytes remaining.
   *
   * @param file what fails if there is no memory
   * @param bytes how many
   * @param what what needs the memory, for the message
   * @return the buffer, to be given back
   * @throws CheckpointException if it would have 2 GiB or more, or direct memory is exhausted
   */
  public ByteBuffer take(CheckpointFile file, long bytes, String what) throws CheckpointException {
    ByteBuffer buffer = spare(bytes);
    if (buffer == null) {
      buffer = Buffers.direct(file, rounded(bytes), what);
    }
    return buffer.clear().limit((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Sizes that double: what is outgrown is less than what took its place. */
  private static long rounded(long bytes) {
    return bytes < 1 || bytes > LARGEST_ROUNDED
        ? bytes
        : Math.max(1, Long.highestOneBit(bytes - 1) << 1);
  }

  private synchronized ByteBuffer spare(long bytes) {
    for (int i = 0; i < spares.size(); i++) {
      if (spares.get(i).capacity() >= bytes) {
        return spares.remove(i);
      }
    }
    return null;
  }

  /**
   * Gives a buffer back that nobody uses any more.
   *
   * @param buffer one that was taken
   */
  public synchronized void give(ByteBuffer buffer) {
    spares.add(buffer);
    // The smallest first: it is taken where it does.
    spares.sort(Comparator.comparingInt(ByteBuffer::capacity));
    if (spares.size() > SPARES) {
      spares.remove(0);
    }
  }

  /** Lets the memory go. */
  synchronized void clear() {
    spares.clear();
  }
}
