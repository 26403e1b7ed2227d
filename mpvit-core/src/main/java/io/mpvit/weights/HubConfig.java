/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands in the {@code config.json} beside the weights of a transformers model of the Hugging
 * Face hub.
 */
public final class HubConfig {

  private static final String NAME = "config.json";
  private static final String TYPE = "model_type";
  private static final String LABELS = "id2label";

  private final Path file;
  private final JsonObject fields;

  private HubConfig(Path file, JsonObject fields) {
    this.file = file;
    this.fields = fields;
  }

  /**
   * Reads the configuration beside a file of weights.
   *
   * @param weights a checkpoint
   * @return empty if there is none, or one that is no transformers model's
   * @throws IOException if it cannot be read
   */
  public static Optional<HubConfig> beside(Path weights) throws IOException {
    Path file = weights.resolveSibling(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonElement root = JsonParser.parseString(Files.readString(file));
      return Optional.of(root)
          .filter(JsonElement::isJsonObject)
          .map(found -> new HubConfig(file, found.getAsJsonObject()))
          .filter(config -> config.text(TYPE).isPresent());
    } catch (JsonParseException e) {
      return Optional.empty(); // whatever it is, no transformers model was saved with it
    }
  }

  /**
   * The file.
   *
   * @return its path
   */
  public Path file() {
    return file;
  }

  /**
   * The architecture, as transformers names it.
   *
   * @return for example {@code deformable_detr}
   */
  public String modelType() {
    return text(TYPE).orElseThrow();
  }

  /**
   * A field that is a text.
   *
   * @param name the field
   * @return empty if it is missing or something else
   */
  public Optional<String> text(String name) {
    return primitive(name).filter(JsonPrimitive::isString).map(JsonPrimitive::getAsString);
  }

  /**
   * A field that is a number.
   *
   * @param name the field
   * @return empty if it is missing or something else
   */
  public Optional<Double> number(String name) {
    return primitive(name).filter(JsonPrimitive::isNumber).map(JsonPrimitive::getAsDouble);
  }

  /**
   * A field that is true or false.
   *
   * @param name the field
   * @return empty if it is missing or something else
   */
  public Optional<Boolean> flag(String name) {
    return primitive(name).filter(JsonPrimitive::isBoolean).map(JsonPrimitive::getAsBoolean);
  }

  private Optional<JsonPrimitive> primitive(String name) {
    return Optional.ofNullable(fields.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsJsonPrimitive);
  }

  /**
   * What the classes are called: {@code id2label}, if its numbers run from 0 without a gap.
   *
   * @return names by class index; empty if there are none
   */
  public List<String> labels() {
    if (!(fields.get(LABELS) instanceof JsonObject labels)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int id = 0; id < labels.size(); id++) {
      JsonElement name = labels.get(Integer.toString(id));
      if (name == null || !name.isJsonPrimitive()) {
        return List.of();
      }
      names.add(name.getAsString());
    }
    return List.copyOf(names);
  }
}
