/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip64 end record that archives beyond 4 GiB carry, on a small archive. */
class Zip64Test {
  private static final int END = 22;

  @TempDir Path folder;

  @Test
  void sizesComeFromTheZip64Record() throws Exception {
    try (StateDict expected = StateDict.open(Fixtures.named("zip_model.pth").path());
        StateDict wide = StateDict.open(widened(0, -1))) {
      WriterTest.assertSame(expected, wide);
    }
  }

  @Test
  void recordOutsideTheArchiveIsRefused() {
    for (long shift : new long[] {-1, 1, Long.MAX_VALUE / 2, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> StateDict.open(widened(shift, -1)))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("zip64");
    }
  }

  @Test
  void directoryOutsideTheArchiveIsRefused() {
    assertThatThrownBy(() -> StateDict.open(widened(0, 1L << 62)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("zip directory");
  }

  /**
   * Saturates the end record and puts a zip64 record with the real numbers before it.
   *
   * @param shift added to the position of the record
   * @param directory negative keeps the directory's start, anything else replaces it
   */
  private Path widened(long shift, long directory) throws IOException {
    byte[] zip = Fixtures.bytes("zip_model.pth");
    ByteBuffer old = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int end = zip.length - END;
    assertThat(old.getInt(end)).isEqualTo(0x06054b50);
    long count = Short.toUnsignedLong(old.getShort(end + 10));
    long size = Integer.toUnsignedLong(old.getInt(end + 12));
    long start = Integer.toUnsignedLong(old.getInt(end + 16));
    ByteBuffer out = ByteBuffer.allocate(zip.length + 76).order(ByteOrder.LITTLE_ENDIAN);
    out.put(zip, 0, end);
    out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
    out.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size);
    out.putLong(directory < 0 ? start : directory);
    out.putInt(0x07064b50).putInt(0).putLong(end + shift).putInt(1);
    out.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    Path file = folder.resolve("wide.pth");
    Files.write(file, out.array());
    return file;
  }
}
