/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.fetch.WeightsLocator;
import java.nio.file.Path;
import java.util.OptionalLong;

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
    json.addProperty("published_parameters", card.publishedParameters().orElse(null));
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
    JsonArray places = new JsonArray();
    card.places().forEach(place -> places.add(of(place)));
    json.add("places", places);
    json.addProperty("source", locator.source(card).label());
    json.addProperty("on_this_machine", locator.isHere(card));
    json.addProperty("weights", locator.find(card).map(Path::toString).orElse(null));
    return json;
  }

  private static JsonObject of(Place place) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", place.kind().label());
    json.addProperty("url", place.address().toString());
    json.addProperty("file", place.fileName());
    json.addProperty("size", number(place.size()));
    json.addProperty("megabytes", number(place.megabytes()));
    JsonArray digests = new JsonArray();
    place.digests().forEach(digest -> digests.add(digest.toString()));
    json.add("digests", digests);
    json.addProperty("remark", place.remark().orElse(null));
    return json;
  }

  private static Long number(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }
}
