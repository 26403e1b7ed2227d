/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.mpvit.file.AtomicFile;
import io.mpvit.work.AtomicOutput;
import io.mpvit.zoo.recipe.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the weights of the checkpoint that scored best: {@code best.safetensors}, and {@code
 * best.json}, which says which one it is and how many were scored since.
 */
final class BestCheckpoint {

  static final String WEIGHTS = "best.safetensors";
  static final String RECORD = "best.json";
  private static final Gson GSON = new Gson();

  private final Path folder;
  private Best best;

  /**
   * What is kept in the file.
   *
   * @param iteration steps before the best checkpoint
   * @param measure what is compared
   * @param score its value
   * @param scored steps before the newest checkpoint that was scored
   * @param since how many were scored after the best one
   */
  record Best(long iteration, String measure, double score, long scored, int since) {}

  BestCheckpoint(Path folder) {
    this.folder = folder;
  }

  /** Goes on with what an earlier run kept; what another training left is forgotten. */
  void started(long iteration) throws IOException {
    Path file = folder.resolve(RECORD);
    if (iteration == 0) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve(WEIGHTS));
    } else if (Files.exists(file)) {
      try {
        best = GSON.fromJson(Files.readString(file), Best.class);
      } catch (JsonParseException e) {
        throw new IOException(file + ": it is damaged; remove it to begin to compare anew", e);
      }
    }
  }

  /**
   * Compares a checkpoint with the best one; one that was compared before is not again.
   *
   * @return a line for people
   */
  String offer(long iteration, Evaluator.Measure measure, Path weights) throws IOException {
    if (best == null || iteration > best.scored()) {
      if (best == null || measure.value() > best.score()) {
        AtomicFile.copy(folder.resolve(WEIGHTS), weights);
        best = new Best(iteration, measure.name(), measure.value(), iteration, 0);
      } else {
        best =
            new Best(best.iteration(), best.measure(), best.score(), iteration, best.since() + 1);
      }
      AtomicOutput.write(folder.resolve(RECORD), out -> out.write(GSON.toJson(best) + "\n"));
    }
    return best.since() == 0
        ? "%s %.4g is the best so far: %s"
            .formatted(best.measure(), best.score(), folder.resolve(WEIGHTS))
        : "%s is no better than %.4g after step %d"
            .formatted(best.measure(), best.score(), best.iteration());
  }

  /** Whether so many checkpoints were scored since the best one. */
  boolean isOutOf(int patience) {
    return best != null && best.since() >= patience;
  }

  /** Which one it is; null before the first. */
  Best best() {
    return best;
  }
}
