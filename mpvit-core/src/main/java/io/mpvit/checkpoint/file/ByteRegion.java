/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of known length that are read on demand: part of a file, a zip record, or memory. */
public interface ByteRegion {

  /**
   * Returns the length.
   *
   * @return bytes
   */
  long size();

  /**
   * Fills the buffer's remaining space.
   *
   * @param offset first byte, counted from the region's start
   * @param target receives exactly its remaining number of bytes, which must lie within the region
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the bytes are not there or do not fit their checksum
   */
  void read(long offset, ByteBuffer target) throws IOException, CheckpointException;

  /**
   * Returns a part of this region that reads through it.
   *
   * @param start first byte
   * @param length number of bytes
   * @return the part
   * @throws IllegalArgumentException if it does not lie within the region
   */
  default ByteRegion slice(long start, long length) {
    if (start < 0 || length < 0 || start > size() - length) {
      throw new IllegalArgumentException(start + "+" + length + " of " + size());
    }
    ByteRegion whole = this;
    return new ByteRegion() {
      @Override
      public long size() {
        return length;
      }

      @Override
      public void read(long offset, ByteBuffer target) throws IOException, CheckpointException {
        whole.read(start + offset, target);
      }

      @Override
      public ByteRegion slice(long from, long count) {
        return whole.slice(start + from, count);
      }
    };
  }

  /**
   * Returns bytes in memory as a region.
   *
   * @param bytes borrowed, from position to limit
   * @return the region
   */
  static ByteRegion of(ByteBuffer bytes) {
    ByteBuffer data = bytes.slice();
    return new ByteRegion() {
      @Override
      public long size() {
        return data.capacity();
      }

      @Override
      public void read(long offset, ByteBuffer target) {
        int count = target.remaining();
        target.put(target.position(), data, Math.toIntExact(offset), count);
        target.position(target.position() + count);
      }
    };
  }
}
