/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.folder;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.file.AtomicFile;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.CardJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Makes a folder with weights a model. */
public final class FolderWriter {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final String SERVING = "serving.properties";

  private FolderWriter() {}

  /**
   * Writes what belongs beside the weights, which are there already: {@code serving.properties} for
   * DJL and DJL Serving, and last the card.
   *
   * @param model all that is known
   * @param arguments DJL's arguments, such as the classes of the factories
   * @throws IOException if a file cannot be written; the message names it
   */
  public static void write(ModelFolder model, Map<String, String> arguments) throws IOException {
    StringBuilder serving = new StringBuilder("engine=PyTorch\noption.hasParameter=false\n");
    new TreeMap<>(arguments)
        .forEach((name, value) -> serving.append(name).append('=').append(value).append('\n'));
    write(model.folder().resolve(SERVING), serving.toString());
    write(model.cardFile(), GSON.toJson(json(model)) + "\n");
  }

  private static void write(Path file, String text) throws IOException {
    try {
      AtomicFile.writeText(file, out -> out.write(text));
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static JsonObject json(ModelFolder model) {
    JsonObject root = new JsonObject();
    root.addProperty("format", FolderReader.FORMAT);
    root.add("card", CardJson.write(model.card()));
    JsonObject licence = new JsonObject();
    licence.addProperty("name", model.card().licence().name());
    licence.addProperty("text", model.card().licence().text());
    root.add("licence", licence);
    JsonObject weights = new JsonObject();
    weights.addProperty("file", model.weightsFile());
    weights.addProperty("size", model.weightsSize());
    root.add("weights", weights);
    model.classes().ifPresent(classes -> root.add("classes", classes(classes)));
    root.add("preprocessing", model.preprocessing().json());
    JsonObject provenance = new JsonObject();
    new TreeMap<>(model.provenance()).forEach(provenance::addProperty);
    root.add("provenance", provenance);
    return root;
  }

  private static JsonArray classes(ClassLabels labels) {
    JsonArray array = new JsonArray();
    for (int i = 0; i < labels.size(); i++) {
      JsonObject found = new JsonObject();
      if (!labels.ids().isEmpty()) {
        found.addProperty("id", labels.ids().get(i));
      }
      found.addProperty("name", labels.names().get(i));
      array.add(found);
    }
    return array;
  }
}
