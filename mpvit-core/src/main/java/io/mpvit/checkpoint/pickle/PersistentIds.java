/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.tensor.StorageView;

/** Gives a meaning to the persistent ids of one container. */
@FunctionalInterface
public interface PersistentIds {

  /**
   * Resolves an id.
   *
   * @param id anything that a pickle can hold
   * @return a {@link StorageView}, a {@link Symbol}, or a {@link PickleValue.Opaque} for an
   *     unsupported storage
   * @throws CheckpointException if the id is malformed
   */
  Object load(Object id) throws CheckpointException;

  /**
   * For pickles in which they have no place.
   *
   * @param file what fails
   * @return ids that all fail
   */
  static PersistentIds none(CheckpointFile file) {
    return id -> {
      throw file.damaged("persistent id in a plain pickle: unsupported");
    };
  }
}
