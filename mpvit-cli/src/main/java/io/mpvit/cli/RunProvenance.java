/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.WeightsDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the results of an evaluation depend on.
 *
 * @param command the command's name
 * @param card the model
 * @param weights the weights file
 * @param weightsDigest its SHA-256; of an index of shards that of all its files
 * @param data the data set: digests and numbers
 * @param settings batch, limit, precision, device
 */
record RunProvenance(
    String command,
    ModelCard card,
    Path weights,
    String weightsDigest,
    JsonObject data,
    JsonObject settings) {

  static RunProvenance of(
      String command,
      ModelCard card,
      Path weights,
      JsonObject data,
      RunOptions run,
      int batch,
      EngineOptions engine,
      Device device)
      throws IOException {
    JsonObject settings = new JsonObject();
    settings.addProperty("batch", batch);
    settings.addProperty("limit", run.limit() == Integer.MAX_VALUE ? null : run.limit());
    settings.addProperty("precision", engine.precision());
    settings.addProperty("device", EngineOptions.nameOf(device));
    return new RunProvenance(command, card, weights, WeightsDigest.of(weights), data, settings);
  }

  /** The first line of a journal. Files may be moved between two runs, so it has no paths. */
  JsonObject header() throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("journal", "mpvit " + command);
    json.addProperty("mpvit", Versions.mpvit());
    json.addProperty("model", card.name());
    json.addProperty("weights", weightsDigest);
    json.add("data", data);
    json.add("settings", settings);
    return json;
  }

  /**
   * What goes beside the scores.
   *
   * @param folder the pictures' folder
   * @param evaluated how many pictures count
   * @param leftOut the others, one line each
   */
  JsonObject json(Path folder, int evaluated, List<?> leftOut) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("command", command);
    json.addProperty("mpvit", Versions.mpvit());
    json.addProperty("model", card.name());
    JsonObject file = new JsonObject();
    file.addProperty("file", weights.toString());
    file.addProperty("sha256", weightsDigest);
    json.add("weights", file);
    JsonObject pictures = data.deepCopy();
    pictures.addProperty("folder", folder.toString());
    pictures.addProperty("evaluated", evaluated);
    JsonArray reasons = new JsonArray();
    leftOut.forEach(one -> reasons.add(one.toString()));
    pictures.add("left_out", reasons);
    json.add("data", pictures);
    json.add("settings", settings.deepCopy());
    return json;
  }
}
