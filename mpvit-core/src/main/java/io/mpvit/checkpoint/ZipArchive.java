/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A zip archive whose entries are read in place. Names are only looked up, never made into paths.
 */
final class ZipArchive {
  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int LOCAL_SIZE = 30;

  private final CheckpointFile file;
  private final boolean checkCrc;
  private final Map<String, ZipEntryInfo> entries;

  private ZipArchive(CheckpointFile file, boolean checkCrc, Map<String, ZipEntryInfo> entries) {
    this.file = file;
    this.checkCrc = checkCrc;
    this.entries = entries;
  }

  static ZipArchive open(CheckpointFile file, boolean checkCrc, HeapBudget budget)
      throws IOException, CheckpointException {
    return new ZipArchive(file, checkCrc, ZipDirectory.read(file, budget));
  }

  Set<String> names() {
    return entries.keySet();
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Returns the bytes of an entry; they are compared with the declared size and CRC when read. */
  ByteRegion region(String name) throws IOException, CheckpointException {
    ZipEntryInfo entry = entries.get(name);
    if (entry == null) {
      throw file.damaged(
          "zip archive has no entry " + CheckpointFile.quote(name) + " for a storage");
    }
    String label = "zip entry " + CheckpointFile.quote(name);
    if (entry.encrypted()) {
      throw file.damaged(label + " is encrypted");
    }
    long start = dataStart(entry, label);
    if (entry.compressedSize() > file.size() - start) {
      throw file.damaged(label + " reaches beyond the end of the file: truncated or corrupt");
    }
    ByteRegion packed = file.slice(start, entry.compressedSize());
    return switch (entry.method()) {
      case ZipEntryInfo.STORED -> {
        if (entry.size() != entry.compressedSize()) {
          throw file.damaged(label + " is stored, but its two declared sizes differ: corrupt");
        }
        yield new StoredRegion(file, label, packed, entry.crc(), checkCrc);
      }
      case ZipEntryInfo.DEFLATED ->
          new DeflatedRegion(file, label, packed, entry.size(), entry.crc(), checkCrc);
      default ->
          throw file.damaged(
              label + " is compressed by method " + entry.method() + ": unsupported");
    };
  }

  /** The local header may pad; only it knows where the data start. */
  private long dataStart(ZipEntryInfo entry, String label) throws IOException, CheckpointException {
    if (entry.headerOffset() > file.size() - LOCAL_SIZE) {
      throw file.damaged(label + " starts outside the file: truncated or corrupt");
    }
    ByteBuffer header = ByteBuffer.allocate(LOCAL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.read(entry.headerOffset(), header);
    int nameLength = ZipDirectory.u16(header, 26);
    long nameStart = entry.headerOffset() + LOCAL_SIZE;
    long start = nameStart + nameLength + ZipDirectory.u16(header, 28);
    if (header.getInt(0) != LOCAL_HEADER || start > file.size()) {
      throw file.damaged(label + " has no valid local header: corrupt");
    }
    ByteBuffer name = ByteBuffer.allocate(nameLength);
    file.read(nameStart, name);
    if (!new String(name.array(), StandardCharsets.UTF_8).equals(entry.name())) {
      throw file.damaged(label + " has another name in its local header: corrupt");
    }
    return start;
  }
}
