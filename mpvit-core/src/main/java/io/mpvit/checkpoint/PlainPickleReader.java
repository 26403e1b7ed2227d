/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads one plain pickle with NumPy arrays, as detectron2 and Caffe2 publish. */
final class PlainPickleReader {

  private PlainPickleReader() {}

  static ParsedCheckpoint read(CheckpointFile file, ReadOptions options)
      throws IOException, CheckpointException {
    HeapBudget budget = new HeapBudget(file);
    PickleInput in = new PickleInput(file, file, 0, budget, "pickle");
    PickleInterpreter interpreter =
        new PickleInterpreter(file, PersistentIds.none(file), options.strictGlobals(), budget);
    // Python 2 kept array data in its strings: Latin-1 gives every byte back.
    Object root = new PickleReader(in, interpreter, StandardCharsets.ISO_8859_1, budget).read();
    return new ParsedCheckpoint(Container.PICKLE, root, storage -> {});
  }
}
