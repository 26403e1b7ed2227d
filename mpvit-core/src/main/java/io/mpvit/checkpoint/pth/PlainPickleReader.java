/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.pickle.PersistentIds;
import io.mpvit.checkpoint.pickle.Unpickler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads one plain pickle with NumPy arrays, as detectron2 and Caffe2 publish. */
final class PlainPickleReader {

  private PlainPickleReader() {}

  static ParsedCheckpoint read(CheckpointFile file, boolean strictGlobals)
      throws IOException, CheckpointException {
    // Python 2 kept array data in its strings: Latin-1 gives every byte back.
    Unpickler unpickler =
        new Unpickler(
            file,
            PersistentIds.none(file),
            strictGlobals,
            StandardCharsets.ISO_8859_1,
            new HeapBudget(file));
    return new ParsedCheckpoint(true, unpickler.read(file, 0, "pickle"), storage -> {});
  }
}
