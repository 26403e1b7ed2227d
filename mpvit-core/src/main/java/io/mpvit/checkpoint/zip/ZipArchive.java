/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.zip;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A zip archive whose entries are read in place. Names are only looked up, never made into paths.
 */
public final class ZipArchive {
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

  /**
   * Reads an archive's directory.
   *
   * @param file the archive
   * @param checkCrc compare each entry that is read with its CRC-32
   * @param budget bounds the directory's memory
   * @return the archive, which reads from the open file
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the directory is damaged or ambiguous
   */
  public static ZipArchive open(CheckpointFile file, boolean checkCrc, HeapBudget budget)
      throws IOException, CheckpointException {
    return new ZipArchive(file, checkCrc, ZipDirectory.read(file, budget));
  }

  /**
   * Returns the entries' names.
   *
   * @return in the directory's order
   */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * Returns whether there is an entry.
   *
   * @param name its name
   * @return whether the directory has it
   */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * Returns the bytes of an entry, inflated at once if they are compressed.
   *
   * @param name its name
   * @param most what a compressed entry may inflate to
   * @return all bytes
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the entry is missing, damaged, or inflates to more
   */
  public ByteRegion whole(String name, long most) throws IOException, CheckpointException {
    ByteRegion region = region(name);
    if (!(region instanceof DeflatedRegion deflated)) {
      return region;
    }
    if (deflated.size() > most) {
      throw file.damaged(
          "zip entry "
              + CheckpointFile.quote(name)
              + " inflates to more than "
              + (most >> 20)
              + " MiB: refused");
    }
    return ByteRegion.of(deflated.inflated());
  }

  /**
   * Returns the bytes of an entry; they are compared with the declared size and CRC when read.
   *
   * @param name its name
   * @return the bytes, read when they are asked for
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the entry is missing, or its place or method is invalid
   */
  public ByteRegion region(String name) throws IOException, CheckpointException {
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
