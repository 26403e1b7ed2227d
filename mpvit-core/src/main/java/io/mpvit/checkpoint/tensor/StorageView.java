/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

/**
 * A window of a storage, as very old streams make them; usually the whole storage.
 *
 * @param storage the storage
 * @param offset first element of the window
 * @param numel elements of the window
 */
public record StorageView(Storage storage, long offset, long numel) {

  /**
   * Returns all of a storage.
   *
   * @param storage the storage
   * @return the view
   */
  public static StorageView whole(Storage storage) {
    return new StorageView(storage, 0, storage.numel());
  }
}
