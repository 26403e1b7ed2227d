/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.mpvit.zoo.card.Checkpoint;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.WeightsLocator;
import java.nio.file.Path;

/** A model card as JSON. */
final class CardJson {

  private CardJson() {}

  static JsonObject of(ModelCard card, WeightsLocator locator) {
    JsonObject json = new JsonObject();
    json.addProperty("name", card.name());
    json.addProperty("task", card.task().label());
    json.addProperty("architecture", card.architecture());
    json.addProperty("backbone", card.backbone());
    json.addProperty("schedule", card.schedule());
    json.addProperty("dataset", card.dataset());
    json.addProperty("parameters", card.parameters());
    json.addProperty(
        "gflops", card.gflops().isPresent() ? (Double) card.gflops().getAsDouble() : null);
    JsonObject scores = new JsonObject();
    card.scores().forEach(score -> scores.addProperty(score.name(), score.percent()));
    json.add("scores", scores);
    JsonObject licence = new JsonObject();
    licence.addProperty("name", card.licence().name());
    licence.addProperty("text", card.licence().text());
    json.add("licence", licence);
    JsonArray notes = new JsonArray();
    card.notes().forEach(notes::add);
    json.add("notes", notes);
    json.add(
        "checkpoint",
        card.checkpoint().isPresent() ? of(card.checkpoint().get()) : JsonNull.INSTANCE);
    json.addProperty("on_this_machine", locator.isHere(card));
    json.addProperty("weights", locator.find(card).map(Path::toString).orElse(null));
    return json;
  }

  private static JsonObject of(Checkpoint checkpoint) {
    JsonObject json = new JsonObject();
    json.addProperty("file", checkpoint.fileName());
    json.addProperty("url", checkpoint.url().toString());
    json.addProperty(
        "size", checkpoint.size().isPresent() ? (Long) checkpoint.size().getAsLong() : null);
    json.addProperty("sha256", checkpoint.sha256().orElse(null));
    json.addProperty("remark", checkpoint.remark().orElse(null));
    return json;
  }
}
