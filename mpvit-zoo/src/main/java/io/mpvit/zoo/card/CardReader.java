/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads cards from JSON.
 *
 * <pre>{@code
 * {"licences": {"ID": {"name", "text"}},
 *  "cards": [{"name", "task", "architecture", "backbone", "schedule", "dataset", "parameters",
 *             "published_parameters"?, "gflops"?, "scores"?: {NAME: percent, ...},
 *             "licence": "ID", "notes"?: [...],
 *             "places"?: [{"kind", "url", "file"?, "size"?, "megabytes"?, "digests"?: [...],
 *                          "remark"?}, ...]}]}
 * }</pre>
 *
 * A place's "file" is the last part of its "url" where it is left out. A member that is not listed
 * is an error: a mistyped optional one would otherwise go unnoticed.
 */
final class CardReader {

  private static final Set<String> CARD_MEMBERS =
      Set.of(
          "name",
          "task",
          "architecture",
          "backbone",
          "schedule",
          "dataset",
          "parameters",
          "published_parameters",
          "gflops",
          "scores",
          "licence",
          "notes",
          "places");

  private static final Set<String> PLACE_MEMBERS =
      Set.of("kind", "url", "file", "size", "megabytes", "digests", "remark");

  private final String source;

  CardReader(String source) {
    this.source = source;
  }

  List<ModelCard> read(Reader json) throws IOException {
    String where = source;
    try {
      JsonObject root = JsonParser.parseReader(json).getAsJsonObject();
      requireMembers(root, Set.of("licences", "cards"));
      Map<String, Licence> licences = licences(member(root, "licences").getAsJsonObject());
      List<ModelCard> cards = new ArrayList<>();
      JsonArray array = member(root, "cards").getAsJsonArray();
      for (int i = 0; i < array.size(); i++) {
        where = source + ": card " + i;
        JsonObject card = array.get(i).getAsJsonObject();
        where += " (" + string(card, "name") + ")";
        cards.add(card(card, licences));
      }
      return cards;
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      // the latter two are Gson's way to say "not an object", "not a string"
      throw new IOException(where + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Licence> licences(JsonObject object) {
    Map<String, Licence> licences = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      JsonObject licence = entry.getValue().getAsJsonObject();
      requireMembers(licence, Set.of("name", "text"));
      licences.put(entry.getKey(), new Licence(string(licence, "name"), string(licence, "text")));
    }
    return licences;
  }

  /** Reads a card whose licence is known. */
  static ModelCard card(JsonObject json, Licence licence) {
    JsonObject card = json.deepCopy();
    if (card.has("licence")) {
      throw new IllegalArgumentException("unknown member \"licence\"");
    }
    card.addProperty("licence", "");
    return card(card, Map.of("", licence));
  }

  private static ModelCard card(JsonObject card, Map<String, Licence> licences) {
    requireMembers(card, CARD_MEMBERS);
    String licenceId = string(card, "licence");
    Licence licence = licences.get(licenceId);
    if (licence == null) {
      throw new IllegalArgumentException(
          "licence \"" + licenceId + "\" is not among the file's licences " + licences.keySet());
    }
    return new ModelCard(
        string(card, "name"),
        Task.ofLabel(string(card, "task")),
        string(card, "architecture"),
        string(card, "backbone"),
        string(card, "schedule"),
        string(card, "dataset"),
        member(card, "parameters").getAsLong(),
        optionalString(card, "published_parameters"),
        card.has("gflops")
            ? OptionalDouble.of(card.get("gflops").getAsDouble())
            : OptionalDouble.empty(),
        card.has("scores") ? scores(card.get("scores").getAsJsonObject()) : List.of(),
        card.has("places")
            ? Optional.of(new Checkpoint(places(card.get("places").getAsJsonArray())))
            : Optional.empty(),
        licence,
        card.has("notes") ? strings(card.get("notes").getAsJsonArray()) : List.of());
  }

  private static List<Score> scores(JsonObject object) {
    return object.entrySet().stream()
        .map(entry -> new Score(entry.getKey(), entry.getValue().getAsDouble()))
        .toList();
  }

  private static List<Place> places(JsonArray array) {
    List<Place> places = new ArrayList<>();
    array.forEach(element -> places.add(place(element.getAsJsonObject())));
    return places;
  }

  private static Place place(JsonObject object) {
    requireMembers(object, PLACE_MEMBERS);
    String url = string(object, "url");
    return new Place(
        PlaceKind.ofLabel(string(object, "kind")),
        URI.create(url),
        optionalString(object, "file").orElse(url.substring(url.lastIndexOf('/') + 1)),
        optionalLong(object, "size"),
        optionalLong(object, "megabytes"),
        object.has("digests")
            ? strings(object.get("digests").getAsJsonArray()).stream().map(Digest::of).toList()
            : List.of(),
        optionalString(object, "remark"));
  }

  private static OptionalLong optionalLong(JsonObject object, String name) {
    return object.has(name) ? OptionalLong.of(object.get(name).getAsLong()) : OptionalLong.empty();
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }

  private static Optional<String> optionalString(JsonObject object, String name) {
    return object.has(name) ? Optional.of(string(object, name)) : Optional.empty();
  }

  private static String string(JsonObject object, String name) {
    return member(object, name).getAsString();
  }

  private static JsonElement member(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException("member \"" + name + "\" is missing");
    }
    return value;
  }

  private static void requireMembers(JsonObject object, Set<String> allowed) {
    for (String name : object.keySet()) {
      if (!allowed.contains(name)) {
        throw new IllegalArgumentException("unknown member \"" + name + "\"");
      }
    }
  }
}
