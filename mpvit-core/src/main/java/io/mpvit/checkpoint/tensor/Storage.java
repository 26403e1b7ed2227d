/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;

/** One storage: elements of one type, shared by any number of tensors. */
public final class Storage {
  private final TensorType type;
  private final String label;
  private final long numel;
  private final long byteSize;
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
   * @param file what fails
   * @param type element type, null for untyped
   * @param key key as the file names it
   * @param numel element count as the file declares it
   * @return the storage
   * @throws CheckpointException if the count is negative or overflows 64 bits
   */
  public static Storage declare(CheckpointFile file, TensorType type, String key, long numel)
      throws CheckpointException {
    String label = "storage " + CheckpointFile.quote(key);
    int elementSize = type == null ? 1 : type.byteSize();
    if (numel < 0 || numel > Long.MAX_VALUE / elementSize) {
      throw file.damaged(label + " has an impossible element count (numel) of " + numel);
    }
    return new Storage(type, label, numel, numel * elementSize);
  }

  /**
   * Makes a storage over bytes at hand.
   *
   * @param type element type
   * @param label what to call it in messages
   * @param region whole elements
   * @param bigEndian byte order of the elements
   * @return the storage
   */
  public static Storage over(TensorType type, String label, ByteRegion region, boolean bigEndian) {
    Storage storage = new Storage(type, label, region.size() / type.byteSize(), region.size());
    storage.region = region;
    storage.bigEndian = bigEndian;
    return storage;
  }

  /**
   * Returns the element type.
   *
   * @return null for the untyped storages of PyTorch 2.x
   */
  public TensorType type() {
    return type;
  }

  /**
   * Returns the storage's key.
   *
   * @return for messages
   */
  public String label() {
    return label;
  }

  /**
   * Returns the number of elements.
   *
   * @return elements, or bytes for an untyped storage
   */
  public long numel() {
    return numel;
  }

  /**
   * Returns the size.
   *
   * @return bytes
   */
  public long byteSize() {
    return byteSize;
  }

  /**
   * Attaches the bytes.
   *
   * @param bytes as many as declared
   * @param big whether the elements are big-endian
   */
  public void attach(ByteRegion bytes, boolean big) {
    region = bytes;
    bigEndian = big;
  }

  /**
   * Returns whether the bytes were attached.
   *
   * @return false for a storage that was only declared
   */
  public boolean attached() {
    return region != null;
  }

  ByteRegion region() {
    return region;
  }

  boolean bigEndian() {
    return bigEndian;
  }
}
