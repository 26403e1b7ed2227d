/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a checkpoint of a training can be gone on from.
 *
 * @param folder the checkpoint's folder
 * @param fault what is wrong with it; empty if nothing is
 * @param hasDigests whether its files were compared with digests; if not (checkpoints of earlier
 *     versions), their sizes were
 */
public record CheckpointState(Path folder, Optional<String> fault, boolean hasDigests) {

  /** Whether nothing is wrong with it. */
  public boolean isSound() {
    return fault.isEmpty();
  }

  /** The folder's name and what is wrong with it. */
  @Override
  public String toString() {
    return folder.getFileName()
        + ": "
        + fault.orElse(hasDigests ? "sound" : "of the right sizes; it has no digests to compare");
  }
}
