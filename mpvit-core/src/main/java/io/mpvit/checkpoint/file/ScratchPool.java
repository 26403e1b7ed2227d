/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps one direct buffer of an open file for the next tensor: fresh memory for each costs more
 * than reading it. A second thread gets a buffer of its own.
 */
public final class ScratchPool {
  private final AtomicReference<ByteBuffer> spare = new AtomicReference<>();

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
    ByteBuffer buffer = spare.getAndSet(null);
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = Buffers.direct(file, bytes, what);
    }
    return buffer.clear().limit((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Gives a buffer back that nobody uses any more.
   *
   * @param buffer one that was taken
   */
  public void give(ByteBuffer buffer) {
    spare.set(buffer);
  }

  /** Lets the memory go. */
  void clear() {
    spare.set(null);
  }
}
