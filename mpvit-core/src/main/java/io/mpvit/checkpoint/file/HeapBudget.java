/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

/**
 * Bounds the heap that the objects of one pickle or header may take: a few compressed kilobytes can
 * name millions of objects. Counts are estimates of a 64-bit JVM and never go down.
 */
public final class HeapBudget {
  /** Even the smallest heap reads an ordinary checkpoint. */
  private static final long LEAST = 16L << 20;

  private final CheckpointFile file;
  private final long limit;
  private long used;

  /**
   * Allows a third of the Java heap.
   *
   * @param file what fails when it is used up
   */
  public HeapBudget(CheckpointFile file) {
    this(file, Math.max(LEAST, Runtime.getRuntime().maxMemory() / 3));
  }

  HeapBudget(CheckpointFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * Counts memory that is about to be used.
   *
   * @param bytes an estimate
   * @throws CheckpointException if that is too much
   */
  public void charge(long bytes) throws CheckpointException {
    used += bytes;
    if (bytes > limit || used > limit) {
      throw file.damaged(
          "reading it takes more than "
              + (limit >> 20)
              + " MiB, a third of the Java heap: too large for this heap (-Xmx), or damaged");
    }
  }
}
