/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.weights.KeyWrappers;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.network.ModelMatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is in a checkpoint file, for programs. */
final class InspectJson {

  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private InspectJson() {}

  static JsonObject of(StateDict weights, CheckpointSummary summary, Optional<ModelMatch> match) {
    JsonObject json = new JsonObject();
    json.addProperty("file", weights.file().toString());
    json.addProperty("bytes", summary.bytes());
    json.addProperty("kind", weights.container().label());
    json.add("root_path", GSON.toJsonTree(weights.rootPath()));
    json.addProperty("wrapper", String.join(".", KeyWrappers.of(weights)));
    json.addProperty("tensors", weights.keys().size());
    json.addProperty("tied", summary.tied());
    json.addProperty("parameters", summary.parameters());
    json.addProperty("buffers", summary.buffers());
    json.add("dtypes", GSON.toJsonTree(summary.dtypes()));
    json.add("groups", GSON.toJsonTree(summary.groups()));
    json.add("averages", GSON.toJsonTree(summary.averages()));
    json.add("no_numbers", GSON.toJsonTree(summary.broken()));
    json.add("entries", GSON.toJsonTree(weights.rootEntries()));
    json.add("attributes", attributes(weights));
    json.add("skipped", GSON.toJsonTree(weights.skipped()));
    json.add("model", match.map(InspectJson::model).orElse(JsonNull.INSTANCE));
    json.add("keys", keys(weights));
    return json;
  }

  private static JsonElement model(ModelMatch match) {
    JsonObject json = new JsonObject();
    boolean backbone = match.part() == ModelMatch.Part.BACKBONE;
    json.addProperty("fits", backbone ? "backbone" : match.isWholeModel() ? "exactly" : "nearest");
    json.add("names", GSON.toJsonTree(match.cards().stream().map(ModelCard::name).toList()));
    json.addProperty("backbone", match.backbone());
    json.addProperty("prefix", match.prefix());
    json.addProperty("layout", match.layout());
    match.facts().forEach(json::addProperty);
    json.addProperty("classes", number(match.classes()));
    json.add("missing", GSON.toJsonTree(match.mismatch().missing()));
    json.add("unexpected", GSON.toJsonTree(match.mismatch().unexpected()));
    json.add("misshaped", GSON.toJsonTree(match.mismatch().misshaped()));
    json.add("unused", GSON.toJsonTree(match.unused()));
    return json;
  }

  private static JsonObject attributes(StateDict weights) {
    JsonObject json = new JsonObject();
    weights.attributes().forEach((name, value) -> json.add(name, plain(value)));
    return json;
  }

  /** JSON has no infinities and no NaN: they become texts. */
  private static JsonElement plain(Object value) {
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(plain(item)));
      return array;
    }
    if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
      return new JsonPrimitive(number.toString());
    }
    return GSON.toJsonTree(value);
  }

  private static JsonArray keys(StateDict weights) {
    JsonArray keys = new JsonArray();
    weights
        .tensors()
        .forEach(
            (key, tensor) -> {
              JsonObject entry = new JsonObject();
              entry.addProperty("key", key);
              entry.addProperty("dtype", tensor.type().torchName());
              entry.add("shape", GSON.toJsonTree(tensor.shape()));
              keys.add(entry);
            });
    return keys;
  }

  private static Integer number(OptionalInt value) {
    return value.isPresent() ? (Integer) value.getAsInt() : null;
  }
}
