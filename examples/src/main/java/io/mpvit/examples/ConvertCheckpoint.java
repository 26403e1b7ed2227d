/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import java.nio.file.Path;

/** Turns a checkpoint into another format, without Python and without starting the engine. */
public final class ConvertCheckpoint {

  private ConvertCheckpoint() {}

  /**
   * Converts a file; names, types and values stay as they are.
   *
   * @param args a .pth, .pkl or .safetensors file, and the file to write (.safetensors or .pth)
   * @throws Exception if the one cannot be read or the other not written
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("usage: ConvertCheckpoint IN OUT");
      return;
    }
    try (StateDict weights = StateDict.open(Path.of(args[0]))) {
      CheckpointWriter.write(weights, Path.of(args[1]));
      System.out.println(weights.keys().size() + " tensors from " + args[0] + " to " + args[1]);
    }
  }
}
