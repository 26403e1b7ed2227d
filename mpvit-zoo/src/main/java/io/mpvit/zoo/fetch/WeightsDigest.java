/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The digest that results and trainings are pinned to: of everything that weights are read from.
 */
public final class WeightsDigest {

  private WeightsDigest() {}

  /**
   * Returns whether a file is an index of shards, by its name.
   *
   * @param weights a weights file
   * @return whether the weights lie in other files
   */
  static boolean isIndex(Path weights) {
    return weights.toString().toLowerCase(Locale.ROOT).endsWith(".index.json");
  }

  /**
   * Computes the digest of weights.
   *
   * @param weights a weights file
   * @return its SHA-256; for an index of shards that of a list of the index's and all shards'
   *     digests
   * @throws IOException if a file cannot be read, or the index is damaged
   */
  public static String of(Path weights) throws IOException {
    if (!isIndex(weights)) {
      return Sha256.of(weights);
    }
    StringBuilder list = new StringBuilder();
    for (Path file : files(weights)) {
      list.append(Sha256.of(file)).append('\n');
    }
    return Sha256.of(list.toString());
  }

  private static List<Path> files(Path index) throws IOException {
    try (StateDict weights = StateDict.open(index)) {
      return weights.files();
    } catch (CheckpointException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
