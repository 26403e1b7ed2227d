/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.pickle.PickleValue.None;
import io.mpvit.checkpoint.pickle.PickleValue.Opaque;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import io.mpvit.checkpoint.tensor.Storage;
import io.mpvit.checkpoint.tensor.StorageView;
import io.mpvit.checkpoint.tensor.TensorType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The storages that a pickle refers to by persistent ids, one per key. */
public final class StorageTable implements PersistentIds {
  /** Storages of elements that no network here uses, with the size of one element. */
  private static final Map<String, Integer> UNSUPPORTED =
      Map.of(
          "ComplexFloatStorage", 8,
          "ComplexDoubleStorage", 16,
          "QInt8Storage", 1,
          "QUInt8Storage", 1,
          "QInt32Storage", 4,
          "QUInt4x2Storage", 1,
          "QUInt2x4Storage", 1);

  private final CheckpointFile file;
  private final boolean legacy;
  private final Map<String, Storage> storages = new LinkedHashMap<>();
  private final Map<Storage, String> keys = new IdentityHashMap<>();

  /** Element sizes of storages of unsupported types: a legacy stream must step over them. */
  private final Map<String, Integer> unsupported = new HashMap<>();

  /**
   * Makes an empty table.
   *
   * @param file what fails
   * @param legacy whether ids are those of PyTorch's legacy stream
   */
  public StorageTable(CheckpointFile file, boolean legacy) {
    this.file = file;
    this.legacy = legacy;
  }

  /**
   * Finds a storage.
   *
   * @param key as the file has it
   * @return null if no tensor named it
   */
  public Storage get(String key) {
    return storages.get(key);
  }

  /**
   * Returns the key of a storage.
   *
   * @param storage one of this table
   * @return as the file has it
   */
  public String key(Storage storage) {
    return keys.get(storage);
  }

  @Override
  public Object load(Object id) throws CheckpointException {
    if (!(id instanceof PyTuple tuple)) {
      throw file.damaged("persistent id is " + PickleValue.describe(id) + ", no tuple");
    }
    Object[] fields = tuple.items;
    String kind = fields.length == 0 ? null : PickleValue.text(fields[0]);
    if (legacy && "module".equals(kind) && fields.length == 4) {
      return fields[1];
    }
    if (!"storage".equals(kind) || fields.length < 5 || fields.length > (legacy ? 6 : 5)) {
      throw file.damaged("persistent id is not that of a storage");
    }
    return storage(fields);
  }

  private Object storage(Object... fields) throws CheckpointException {
    if (!(fields[1] instanceof Symbol type) || !Globals.isStorage(type)) {
      throw file.damaged("persistent id whose storage class is " + PickleValue.describe(fields[1]));
    }
    String key = PickleValue.text(fields[2]);
    if (key == null) {
      throw file.damaged("storage whose key is " + PickleValue.describe(fields[2]));
    }
    if (!(fields[4] instanceof Long numel)) {
      throw file.damaged("storage whose numel is " + PickleValue.describe(fields[4]));
    }
    Integer elementSize = UNSUPPORTED.get(type.name());
    if (elementSize != null) {
      unsupported.put(key, elementSize);
      return new Opaque(type);
    }
    Storage storage = declare(type, key, numel);
    return fields.length > 5 ? view(storage, fields[5]) : StorageView.whole(storage);
  }

  private Storage declare(Symbol symbol, String key, long numel) throws CheckpointException {
    TensorType type = TensorType.ofStorageClass(symbol.name()).orElse(null);
    if (type == null && !symbol.name().equals("UntypedStorage")) {
      throw file.damaged("unknown storage class " + symbol);
    }
    Storage known = storages.get(key);
    if (known != null) {
      if (known.type() != type || known.numel() != numel) {
        throw file.damaged(known.label() + " is declared twice with different type or size");
      }
      return known;
    }
    Storage storage = Storage.declare(file, type, key, numel);
    storages.put(key, storage);
    keys.put(storage, key);
    return storage;
  }

  /** (view_key, view_offset, view_size) of very old streams. */
  private StorageView view(Storage storage, Object view) throws CheckpointException {
    if (view == None.NONE) {
      return StorageView.whole(storage);
    }
    if (!(view instanceof PyTuple tuple)
        || tuple.items.length != 3
        || !(tuple.items[1] instanceof Long offset)
        || !(tuple.items[2] instanceof Long size)) {
      throw file.damaged("view of a " + storage.label() + " has an unknown form");
    }
    if (offset < 0 || size < 0 || offset > storage.numel() || size > storage.numel() - offset) {
      throw file.damaged(
          "view of " + size + " elements at " + offset + " reaches beyond its " + storage.label());
    }
    return new StorageView(storage, offset, size);
  }

  /**
   * Returns the element size of a storage of an unsupported type, which must be stepped over.
   *
   * @param key as the file has it
   * @return bytes; null for other keys
   */
  public Integer unsupportedElementSize(String key) {
    return unsupported.get(key);
  }
}
