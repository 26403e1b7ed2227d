/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where a training stands, besides its arrays.
 *
 * @param iteration how many steps are done; with the seed this is also the position in the data and
 *     the random state
 * @param seed the run's seed
 * @param objective what the objective carries
 * @param lossScale state of the scale of the loss; empty without one
 * @param settings what the run was started with; a run with others is another run
 * @param files name and size of the files that belong to the checkpoint
 */
record TrainingPosition(
    long iteration,
    long seed,
    Map<String, Double> objective,
    Map<String, Double> lossScale,
    Map<String, String> settings,
    Map<String, Long> files) {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  TrainingPosition {
    objective = new TreeMap<>(Objects.requireNonNull(objective, "objective"));
    // Checkpoints of trainings that had no such thing do not name it.
    lossScale = lossScale == null ? Map.of() : new TreeMap<>(lossScale);
    settings = new TreeMap<>(Objects.requireNonNull(settings, "settings"));
    files = new TreeMap<>(Objects.requireNonNull(files, "files"));
  }

  TrainingPosition withFiles(Map<String, Long> value) {
    return new TrainingPosition(iteration, seed, objective, lossScale, settings, value);
  }

  String json() {
    return GSON.toJson(this);
  }

  /** Reads what {@link #json} wrote; null if it is something else. */
  static TrainingPosition of(String json) {
    try {
      return GSON.fromJson(json, TrainingPosition.class);
    } catch (JsonParseException e) {
      return null;
    } catch (RuntimeException e) {
      // Gson hands on what a record's constructor throws, wrapped.
      return null;
    }
  }
}
