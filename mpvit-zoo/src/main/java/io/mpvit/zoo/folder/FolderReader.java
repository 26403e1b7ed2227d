/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.folder;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.mpvit.file.TextFile;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.CardJson;
import io.mpvit.zoo.card.Licence;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the card of a model's folder. */
final class FolderReader {

  static final int FORMAT = 1;

  private static final Set<String> MEMBERS =
      Set.of("format", "card", "licence", "weights", "classes", "preprocessing", "provenance");

  private final Path folder;
  private final Path file;
  private String entry = "";

  FolderReader(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(ModelFolder.CARD);
  }

  ModelFolder read() throws IOException {
    JsonElement root = parse(TextFile.read(file));
    try {
      return read(root.getAsJsonObject());
    } catch (IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException e) {
      // the latter three are Gson's ways to say "not an object", "not a string"
      throw new IOException(
          file + (entry.isEmpty() ? "" : ": entry \"" + entry + "\"") + ": " + e.getMessage(), e);
    }
  }

  private JsonElement parse(String text) throws IOException {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IOException(
          file + " is no JSON: " + reason.lines().findFirst().orElse("unknown"), e);
    }
  }

  private ModelFolder read(JsonObject root) throws IOException {
    Members.requireKnown(root, MEMBERS);
    int format = at("format", root).getAsInt();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "this version of the library reads " + FORMAT + ", found " + format);
    }
    JsonObject licence = at("licence", root).getAsJsonObject();
    Members.requireKnown(licence, Set.of("name", "text"));
    Licence terms = new Licence(Members.text(licence, "name"), Members.text(licence, "text"));
    ModelCard card = CardJson.read(at("card", root).getAsJsonObject(), terms);
    requireArchitecture(card);
    JsonObject weights = at("weights", root).getAsJsonObject();
    Members.requireKnown(weights, Set.of("file", "size"));
    Preprocessing preprocessing = Preprocessing.read(at("preprocessing", root).getAsJsonObject());
    Map<String, String> provenance = new TreeMap<>();
    at("provenance", root)
        .getAsJsonObject()
        .entrySet()
        .forEach(found -> provenance.put(found.getKey(), found.getValue().getAsString()));
    Optional<ClassLabels> classes =
        root.has("classes")
            ? Optional.of(classes(at("classes", root).getAsJsonArray()))
            : Optional.empty();
    entry = "weights";
    ModelFolder read =
        new ModelFolder(
            folder,
            card,
            Members.text(weights, "file"),
            Members.member(weights, "size").getAsLong(),
            classes,
            preprocessing,
            provenance);
    requireWeights(read);
    return read;
  }

  private JsonElement at(String name, JsonObject root) {
    entry = "";
    JsonElement value = Members.member(root, name);
    entry = name;
    return value;
  }

  /** Every network of this library has been published, or comes with it. */
  private static void requireArchitecture(ModelCard card) {
    List<ModelCard> same =
        ModelCards.published().all().stream()
            .filter(known -> known.architecture().equals(card.architecture()))
            .toList();
    if (same.isEmpty()) {
      throw new IllegalArgumentException(
          "no network of this library has the architecture \"" + card.architecture() + "\"");
    }
    if (same.get(0).task() != card.task()) {
      throw new IllegalArgumentException(
          "the architecture %s is for %s, found the task \"%s\""
              .formatted(card.architecture(), same.get(0).task().label(), card.task().label()));
    }
  }

  private static ClassLabels classes(JsonArray array) {
    List<String> names = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (JsonElement element : array) {
      JsonObject found = element.getAsJsonObject();
      Members.requireKnown(found, Set.of("id", "name"));
      names.add(Members.text(found, "name"));
      if (found.has("id")) {
        ids.add(found.get("id").getAsInt());
      }
    }
    return new ClassLabels(names, ids);
  }

  private static void requireWeights(ModelFolder read) throws IOException {
    Path weights = read.weights();
    if (!Files.isRegularFile(weights)) {
      throw new IllegalArgumentException("there is no file " + weights);
    }
    if (Files.size(weights) != read.weightsSize()) {
      throw new IllegalArgumentException(
          "%s has %d bytes, the card was written for %d"
              .formatted(weights, Files.size(weights), read.weightsSize()));
    }
  }
}
