/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.reference.WeightTweak;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the changes that keep a golden's random weights from saturating every score. */
public final class Tweaks {
  private Tweaks() {}

  /** Reads a {@code .tweaks.json} resource; the order of the file is the order of application. */
  public static List<WeightTweak> resource(String name) {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(Tweaks.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      List<WeightTweak> tweaks = new ArrayList<>();
      JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
      for (JsonElement item : root.getAsJsonArray("tweaks")) {
        tweaks.add(parse(item.getAsJsonObject()));
      }
      return tweaks;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  private static WeightTweak parse(JsonObject item) {
    String key = item.get("key").getAsString();
    return switch (item.get("op").getAsString()) {
      case "mul" -> WeightTweak.multiply(key, item.get("value").getAsDouble());
      case "add" -> WeightTweak.add(key, item.get("value").getAsDouble());
      case "add_at" ->
          WeightTweak.addAt(key, item.get("index").getAsInt(), item.get("value").getAsDouble());
      case "zero_sum_kernel" -> WeightTweak.zeroSumKernel(key);
      default -> throw new IllegalArgumentException("unknown tweak " + item);
    };
  }
}
