/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.zip;

import io.mpvit.checkpoint.file.Buffers;
import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A deflated zip entry. It is inflated whole, and kept as long as memory is not wanted elsewhere.
 */
final class DeflatedRegion implements ByteRegion {
  /** Deflate cannot shrink further than about 1:1032. */
  private static final long MAX_RATIO = 1032;

  private static final int INPUT = 1 << 16;

  private final CheckpointFile file;
  private final String label;
  private final ByteRegion packed;
  private final long size;
  private final long crc;
  private final boolean checkCrc;
  private WeakReference<ByteBuffer> cache = new WeakReference<>(null);

  DeflatedRegion(
      CheckpointFile file, String label, ByteRegion packed, long size, long crc, boolean checkCrc) {
    this.file = file;
    this.label = label;
    this.packed = packed;
    this.size = size;
    this.crc = crc;
    this.checkCrc = checkCrc;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long offset, ByteBuffer target) throws IOException, CheckpointException {
    ByteRegion.of(inflated()).read(offset, target);
  }

  /** Returns all bytes. */
  synchronized ByteBuffer inflated() throws IOException, CheckpointException {
    ByteBuffer bytes = cache.get();
    if (bytes == null) {
      // The declared size is not believed before it is possible.
      if (size / MAX_RATIO > packed.size() + 1) {
        throw file.damaged(
            label + " declares " + size + " bytes, too many for its compressed size: corrupt");
      }
      bytes = Buffers.direct(file, size, label);
      inflate(bytes);
      cache = new WeakReference<>(bytes);
    }
    return bytes.duplicate();
  }

  private void inflate(ByteBuffer target) throws IOException, CheckpointException {
    Inflater inflater = new Inflater(true);
    try {
      ByteBuffer input = ByteBuffer.allocate(INPUT);
      ByteBuffer beyond = ByteBuffer.allocate(1);
      long offset = 0;
      while (!inflater.finished()) {
        ByteBuffer output = target.hasRemaining() ? target : beyond;
        if (inflater.inflate(output) > 0 && output == beyond) {
          throw file.damaged(label + " inflates to more than the declared " + size + " bytes");
        }
        if (inflater.needsDictionary()
            || (inflater.needsInput() && offset == packed.size() && !inflater.finished())) {
          throw file.damaged(label + " ends inside its compressed data: truncated or corrupt");
        }
        if (inflater.needsInput() && !inflater.finished()) {
          input.clear().limit((int) Math.min(INPUT, packed.size() - offset));
          packed.read(offset, input);
          offset += input.position();
          inflater.setInput(input.flip());
        }
      }
    } catch (DataFormatException e) {
      throw file.damaged(label + " has corrupt compressed data", e);
    } finally {
      inflater.end();
    }
    check(target.flip());
  }

  private void check(ByteBuffer bytes) throws CheckpointException {
    if (bytes.limit() != size) {
      throw file.damaged(
          label + " inflates to " + bytes.limit() + " bytes, " + size + " are declared: corrupt");
    }
    if (checkCrc) {
      CRC32 sum = new CRC32();
      sum.update(bytes.duplicate());
      if (sum.getValue() != crc) {
        throw file.damaged(label + " is damaged: its CRC-32 does not match");
      }
    }
  }
}
