/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** One card as JSON, with the members that it has in the files of the published ones. */
public final class CardJson {

  private CardJson() {}

  /**
   * Reads a card.
   *
   * @param json its members but {@code licence}
   * @param licence what the weights are under
   * @return the card
   * @throws IllegalArgumentException if a member is missing, unknown or wrong; the message names it
   * @throws IllegalStateException if a member is of another kind
   * @throws UnsupportedOperationException if a member is of another kind
   */
  public static ModelCard read(JsonObject json, Licence licence) {
    return CardReader.card(json, licence);
  }

  /**
   * Writes a card whose weights are at no place of their own.
   *
   * @param card the card
   * @return its members but {@code licence} and {@code places}
   */
  public static JsonObject write(ModelCard card) {
    JsonObject json = new JsonObject();
    json.addProperty("name", card.name());
    json.addProperty("task", card.task().label());
    json.addProperty("architecture", card.architecture());
    json.addProperty("backbone", card.backbone());
    json.addProperty("schedule", card.schedule());
    json.addProperty("dataset", card.dataset());
    json.addProperty("parameters", card.parameters());
    card.gflops().ifPresent(gflops -> json.addProperty("gflops", gflops));
    JsonObject scores = new JsonObject();
    card.scores().forEach(score -> scores.addProperty(score.name(), score.percent()));
    json.add("scores", scores);
    JsonArray notes = new JsonArray();
    card.notes().forEach(notes::add);
    json.add("notes", notes);
    return json;
  }
}
