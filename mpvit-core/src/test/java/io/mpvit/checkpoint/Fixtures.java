/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reference checkpoint files and what their index expects of a reader. */
final class Fixtures {
  private static final String FOLDER = "/reference/checkpoints/";

  /**
   * One file of the index.
   *
   * @param file path below the reference folder
   * @param kind valid, unsupported or hostile
   * @param outcome value, error, value_or_error or any_but_crash
   * @param expected the expected value, null if none
   * @param hints words of which a good message contains at least one
   */
  record Fixture(
      String file, String kind, String outcome, JsonObject expected, List<String> hints) {
    String name() {
      return file.substring(file.lastIndexOf('/') + 1);
    }

    Path path() {
      return Fixtures.path(file);
    }
  }

  private Fixtures() {}

  static List<Fixture> all() {
    JsonObject index = index();
    List<Fixture> fixtures = new ArrayList<>();
    for (JsonElement element : index.getAsJsonArray("fixtures")) {
      JsonObject entry = element.getAsJsonObject();
      JsonElement expected = entry.get("expected");
      fixtures.add(
          new Fixture(
              entry.get("file").getAsString(),
              entry.get("kind").getAsString(),
              entry.get("outcome").getAsString(),
              expected == null || expected.isJsonNull() ? null : json(expected.getAsString()),
              strings(entry.getAsJsonArray("message_any"))));
    }
    return fixtures;
  }

  static List<String> forbiddenFiles() {
    return strings(index().getAsJsonArray("forbidden_files"));
  }

  static int declaredCount() {
    return index().get("count").getAsInt();
  }

  static Fixture named(String name) {
    return all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  static Path path(String file) {
    try {
      return Path.of(Fixtures.class.getResource(FOLDER + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path("files/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject index() {
    return json("index.json");
  }

  private static List<String> strings(JsonArray array) {
    List<String> result = new ArrayList<>();
    if (array != null) {
      array.forEach(e -> result.add(e.getAsString()));
    }
    return result;
  }

  private static JsonObject json(String file) {
    try (InputStream in = Fixtures.class.getResourceAsStream(FOLDER + file)) {
      return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
