/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.zip;

import io.mpvit.checkpoint.file.Buffers;
import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A stored zip entry, compared once with its CRC-32 before any of its bytes is given out. */
final class StoredRegion implements ByteRegion {
  private final CheckpointFile file;
  private final String label;
  private final ByteRegion bytes;
  private final long crc;
  private volatile boolean verified;

  StoredRegion(CheckpointFile file, String label, ByteRegion bytes, long crc, boolean check) {
    this.file = file;
    this.label = label;
    this.bytes = bytes;
    this.crc = crc;
    this.verified = !check;
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public void read(long offset, ByteBuffer target) throws IOException, CheckpointException {
    if (!verified) {
      if (offset == 0 && target.remaining() == size()) {
        readWhole(target);
        return;
      }
      verify();
    }
    bytes.read(offset, target);
  }

  /** Reads piece by piece, so that the checksum finds each piece in the cache. */
  private void readWhole(ByteBuffer target) throws IOException, CheckpointException {
    CRC32 sum = new CRC32();
    int end = target.limit();
    long offset = 0;
    while (target.position() < end) {
      int from = target.position();
      target.limit(Math.min(end, from + Buffers.CHUNK));
      int count = target.remaining();
      bytes.read(offset, target);
      sum.update(target.flip().position(from));
      offset += count;
      target.limit(end);
    }
    compare(sum);
  }

  private void verify() throws IOException, CheckpointException {
    CRC32 sum = new CRC32();
    ByteBuffer chunk = Buffers.direct(file, Math.min(Buffers.CHUNK, size()), label);
    for (long offset = 0; offset < size(); offset += chunk.capacity()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), size() - offset));
      bytes.read(offset, chunk);
      sum.update(chunk.flip());
    }
    compare(sum);
  }

  private void compare(CRC32 sum) throws CheckpointException {
    if (sum.getValue() != crc) {
      throw file.damaged(
          String.format(
              "%s is damaged: CRC-32 is %08x, the archive says %08x", label, sum.getValue(), crc));
    }
    verified = true;
  }
}
