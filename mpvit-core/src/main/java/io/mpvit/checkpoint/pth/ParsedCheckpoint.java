/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.Storage;
import java.io.IOException;

/**
 * A pickle's root object and the way to the bytes of its storages.
 *
 * @param plain whether it is a plain pickle, without storages
 * @param root the unpickled root object
 * @param storages attaches the bytes of a storage that the state dict uses
 */
record ParsedCheckpoint(boolean plain, Object root, Attacher storages) {

  /** Finds the bytes of a storage. */
  @FunctionalInterface
  interface Attacher {
    /** Attaches the bytes unless they are attached already. */
    void attach(Storage storage) throws IOException, CheckpointException;
  }
}
