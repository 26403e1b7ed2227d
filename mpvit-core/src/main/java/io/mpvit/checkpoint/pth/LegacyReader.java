/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.pickle.PickleValue;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PickleValue.PyList;
import io.mpvit.checkpoint.pickle.StorageTable;
import io.mpvit.checkpoint.pickle.Unpickler;
import io.mpvit.checkpoint.tensor.Storage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the stream that PyTorch wrote before 1.6: five pickles, then each storage with its element
 * count. Elements are little-endian, whatever the third pickle says.
 */
final class LegacyReader {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final CheckpointFile file;
  private final StorageTable table;
  private final Unpickler unpickler;
  private long position;

  private LegacyReader(CheckpointFile file, boolean strictGlobals) {
    this.file = file;
    this.table = new StorageTable(file, true);
    this.unpickler =
        new Unpickler(file, table, strictGlobals, StandardCharsets.UTF_8, new HeapBudget(file));
  }

  static ParsedCheckpoint read(CheckpointFile file, boolean strictGlobals)
      throws IOException, CheckpointException {
    return new LegacyReader(file, strictGlobals).read();
  }

  /** Whether the file starts with the magic pickle, as protocol 2 writes it. */
  static boolean hasMagic(ByteBuffer start) {
    byte[] magic = MAGIC.toByteArray();
    if (start.limit() < 4 + magic.length || start.get(2) != (byte) 0x8a) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (start.get(4 + i) != magic[magic.length - 1 - i]) {
        return false;
      }
    }
    return true;
  }

  private ParsedCheckpoint read() throws IOException, CheckpointException {
    if (!MAGIC.equals(next("magic pickle of a legacy stream"))) {
      throw file.damaged(
          "not a checkpoint: a pickle without the magic number of PyTorch's legacy format");
    }
    if (!Long.valueOf(VERSION).equals(next("version pickle"))) {
      throw file.damaged("legacy stream of an unknown protocol version, expected 1001");
    }
    Object system = next("system pickle");
    if (!(system instanceof PyDict)) {
      throw file.damaged(
          "legacy stream whose system information is "
              + PickleValue.describe(system)
              + ", no dict: corrupt");
    }
    Object root = next("pickle");
    if (!(next("storage key pickle") instanceof PyList keys)) {
      throw file.damaged("legacy stream whose storage keys are no list: corrupt");
    }
    for (Object key : keys.items()) {
      place(PickleValue.text(key));
    }
    return new ParsedCheckpoint(
        false,
        root,
        storage -> {
          if (!storage.attached()) {
            throw file.damaged(storage.label() + " is missing from the stream's storage keys");
          }
        });
  }

  /** Reads one pickle; each has its own memo and starts where the last one stopped. */
  private Object next(String what) throws IOException, CheckpointException {
    Object value = unpickler.read(file, position, what);
    position = unpickler.end();
    return value;
  }

  private void place(String key) throws IOException, CheckpointException {
    Storage storage = key == null ? null : table.get(key);
    Integer foreign = key == null ? null : table.unsupportedElementSize(key);
    if (storage == null && foreign == null) {
      throw file.damaged(
          "storage key "
              + (key == null ? "that is no text" : CheckpointFile.quote(key))
              + " belongs to no tensor");
    }
    if (storage != null && storage.attached()) {
      throw file.damaged(storage.label() + " occurs twice in the stream");
    }
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.read(position, count);
    position += Long.BYTES;
    long numel = count.getLong(0);
    if (storage != null && numel != storage.numel()) {
      throw file.damaged(
          storage.label()
              + " has "
              + numel
              + " elements in the stream, declared "
              + storage.numel());
    }
    long elementSize =
        storage == null ? foreign : storage.byteSize() / Math.max(1, storage.numel());
    long left = file.size() - position;
    if (numel < 0 || numel > left / Math.max(1, elementSize)) {
      throw file.damaged(
          "storage "
              + CheckpointFile.quote(key)
              + " of "
              + numel
              + " elements, "
              + left
              + " bytes are left: truncated or corrupt");
    }
    if (storage != null) {
      storage.attach(file.slice(position, storage.byteSize()), false);
    }
    position += numel * elementSize;
  }
}
