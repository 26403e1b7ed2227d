/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

/** Gives a meaning to the persistent ids of one container. */
@FunctionalInterface
interface PersistentIds {

  /**
   * Resolves an id.
   *
   * @return a {@link StorageView}, a {@link Symbol}, or a {@link PickleValue.Opaque} for an
   *     unsupported storage
   * @throws CheckpointException if the id is malformed
   */
  Object load(Object id) throws CheckpointException;

  /** For pickles in which they have no place. */
  static PersistentIds none(CheckpointFile file) {
    return id -> {
      throw file.damaged("persistent id in a plain pickle: unsupported");
    };
  }
}
