/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.zip;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the central directory of a zip archive (APPNOTE.TXT 4.3.12 to 4.3.16, with zip64). The
 * JDK's own readers either refuse what PyTorch writes or hide doubled names and the position of the
 * data.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64 = 0x06064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int END_SIZE = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final int END64_SIZE = 56;
  private static final int ENTRY_SIZE = 46;
  private static final int ZIP64_EXTRA = 1;
  private static final int MAX_COMMENT = 0xffff;

  /** Far more than any checkpoint needs: about a hundred bytes for each storage. */
  private static final long MAX_DIRECTORY = 1L << 28;

  private static final long SATURATED = 0xffffffffL;

  private final CheckpointFile file;
  private final HeapBudget budget;
  private long entries;
  private long start;
  private long size;

  private ZipDirectory(CheckpointFile file, HeapBudget budget) {
    this.file = file;
    this.budget = budget;
  }

  /** Returns the entries by name, in the directory's order. */
  static Map<String, ZipEntryInfo> read(CheckpointFile file, HeapBudget budget)
      throws IOException, CheckpointException {
    ZipDirectory directory = new ZipDirectory(file, budget);
    directory.locate();
    return directory.entries();
  }

  private void locate() throws IOException, CheckpointException {
    int tail = (int) Math.min(file.size(), END_SIZE + MAX_COMMENT);
    long base = file.size() - tail;
    ByteBuffer bytes = load(base, tail);
    for (int i = tail - END_SIZE; i >= 0; i--) {
      if (bytes.getInt(i) == END && i + END_SIZE + u16(bytes, i + 20) == tail) {
        readEnd(bytes, i, base + i);
        return;
      }
    }
    throw file.damaged("zip archive without its end record: truncated, or still downloading");
  }

  private void readEnd(ByteBuffer bytes, int at, long position)
      throws IOException, CheckpointException {
    entries = u16(bytes, at + 10);
    size = u32(bytes, at + 12);
    start = u32(bytes, at + 16);
    long end = position;
    if (entries == 0xffff || size == SATURATED || start == SATURATED) {
      end = readEnd64(position);
    } else if (u16(bytes, at + 4) != 0 || u16(bytes, at + 8) != entries) {
      throw file.damaged("zip archive in several parts: unsupported");
    }
    if (start < 0 || size < 0 || start > end || size > end - start) {
      throw file.damaged("zip directory lies outside the archive: truncated or corrupt");
    }
    if (entries < 0 || entries > size / ENTRY_SIZE) {
      throw file.damaged(
          "zip archive announces " + entries + " entries, its directory is too small: corrupt");
    }
  }

  private long readEnd64(long endPosition) throws IOException, CheckpointException {
    long locatorAt = endPosition - LOCATOR_SIZE;
    if (locatorAt < 0) {
      throw file.damaged("zip archive without its zip64 locator: corrupt");
    }
    ByteBuffer locator = load(locatorAt, LOCATOR_SIZE);
    if (locator.getInt(0) != END64_LOCATOR) {
      // Exactly 65535 entries, or a size of exactly that many bytes, need no zip64 record.
      return endPosition;
    }
    long at = locator.getLong(8);
    if (at < 0 || at > locatorAt - END64_SIZE) {
      throw file.damaged("zip64 end record lies outside the archive: corrupt");
    }
    ByteBuffer end = load(at, END64_SIZE);
    if (end.getInt(0) != END64) {
      throw file.damaged("zip64 end record not found: corrupt");
    }
    entries = end.getLong(32);
    size = end.getLong(40);
    start = end.getLong(48);
    return at;
  }

  private Map<String, ZipEntryInfo> entries() throws IOException, CheckpointException {
    if (size > MAX_DIRECTORY) {
      throw file.damaged("zip directory of " + size + " bytes: too large, or corrupt");
    }
    budget.charge(2 * size);
    ByteBuffer bytes = load(start, Math.toIntExact(size));
    Map<String, ZipEntryInfo> result = new LinkedHashMap<>();
    for (long i = 0; i < entries; i++) {
      if (bytes.remaining() < ENTRY_SIZE || bytes.getInt(bytes.position()) != ENTRY) {
        throw file.damaged("zip directory entry " + i + " has no valid header: corrupt");
      }
      budget.charge(200);
      ZipEntryInfo entry = readEntry(bytes);
      if (result.put(entry.name(), entry) != null) {
        throw file.damaged(
            "zip archive holds two entries named "
                + CheckpointFile.quote(entry.name())
                + ": ambiguous");
      }
    }
    if (bytes.hasRemaining()) {
      throw file.damaged("zip directory is larger than its entries: corrupt");
    }
    return result;
  }

  private ZipEntryInfo readEntry(ByteBuffer bytes) throws CheckpointException {
    int at = bytes.position();
    int nameLength = u16(bytes, at + 28);
    int extraLength = u16(bytes, at + 30);
    int total = ENTRY_SIZE + nameLength + extraLength + u16(bytes, at + 32);
    if (total > bytes.remaining()) {
      throw file.damaged("zip directory entry reaches beyond the directory: corrupt");
    }
    String name = new String(bytes.array(), at + ENTRY_SIZE, nameLength, StandardCharsets.UTF_8);
    Zip64 wide = new Zip64(bytes, at + ENTRY_SIZE + nameLength, extraLength);
    long size = wide.value(u32(bytes, at + 24));
    long compressed = wide.value(u32(bytes, at + 20));
    long offset = wide.value(u32(bytes, at + 42));
    if (size < 0 || compressed < 0 || offset < 0) {
      throw file.damaged("zip entry " + CheckpointFile.quote(name) + " has a negative size");
    }
    bytes.position(at + total);
    return new ZipEntryInfo(
        name,
        u16(bytes, at + 8),
        u16(bytes, at + 10),
        u32(bytes, at + 16),
        compressed,
        size,
        offset);
  }

  private ByteBuffer load(long position, int length) throws IOException, CheckpointException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    file.read(position, bytes);
    return bytes.flip();
  }

  static int u16(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  static long u32(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  /** The 64-bit values of an entry's zip64 extra field, taken in order by the saturated fields. */
  private final class Zip64 {
    private final ByteBuffer bytes;
    private int next;
    private int end;

    Zip64(ByteBuffer bytes, int at, int length) {
      this.bytes = bytes;
      int limit = at + length;
      for (int i = at; i + 4 <= limit; i += 4 + u16(bytes, i + 2)) {
        if (u16(bytes, i) == ZIP64_EXTRA) {
          next = i + 4;
          end = Math.min(limit, next + u16(bytes, i + 2));
          return;
        }
      }
    }

    long value(long narrow) throws CheckpointException {
      if (narrow != SATURATED) {
        return narrow;
      }
      if (next + 8 > end) {
        throw file.damaged("zip entry lacks its zip64 size: corrupt");
      }
      long value = bytes.getLong(next);
      next += 8;
      return value;
    }
  }
}
