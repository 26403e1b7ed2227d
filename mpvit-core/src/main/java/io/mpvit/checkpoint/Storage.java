/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.nio.charset.StandardCharsets;

/** One storage: elements of one type, shared by any number of tensors. */
final class Storage {
  /** Element type; null for the untyped storages of PyTorch 2.x. */
  final TensorType type;

  /** The storage's key for messages. */
  final String label;

  /** Elements, or bytes for an untyped storage. */
  final long numel;

  final long byteSize;
  private ByteRegion region;
  private boolean bigEndian;

  private Storage(TensorType type, String label, long numel, long byteSize) {
    this.type = type;
    this.label = label;
    this.numel = numel;
    this.byteSize = byteSize;
  }

  /**
   * Declares a storage whose bytes are attached later.
   *
   * @param type element type, null for untyped
   * @param key key as the file names it
   * @param numel element count as the file declares it
   */
  static Storage declare(CheckpointFile file, TensorType type, String key, long numel)
      throws CheckpointException {
    String label = "storage " + CheckpointFile.quote(key);
    int elementSize = type == null ? 1 : type.byteSize();
    if (numel < 0 || numel > Long.MAX_VALUE / elementSize) {
      throw file.damaged(label + " has an impossible element count (numel) of " + numel);
    }
    return new Storage(type, label, numel, numel * elementSize);
  }

  /** A storage over bytes at hand, which must be whole elements. */
  static Storage over(TensorType type, String label, ByteRegion region, boolean bigEndian) {
    Storage storage = new Storage(type, label, region.size() / type.byteSize(), region.size());
    storage.region = region;
    storage.bigEndian = bigEndian;
    return storage;
  }

  void attach(ByteRegion bytes, boolean big) {
    region = bytes;
    bigEndian = big;
  }

  boolean attached() {
    return region != null;
  }

  ByteRegion region() {
    return region;
  }

  boolean bigEndian() {
    return bigEndian;
  }

  /** Text of a key that may come as bytes in python-2 files; null for anything else. */
  static String text(Object value) {
    if (value instanceof PickleValue.PyBytes bytes && bytes.shortText() != null) {
      return new String(
          bytes.shortText().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
    return value instanceof String text ? text : null;
  }
}
