/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of {@link WeightTweak}s from JSON: {@code {"tweaks": [{"op", "key", ...}]}}. */
public final class WeightTweaks {

  private WeightTweaks() {}

  /**
   * Reads a list; its order is the order of application.
   *
   * @param json the text
   * @return the changes
   * @throws JsonParseException if the text is not such a list
   */
  public static List<WeightTweak> read(Reader json) {
    if (!(JsonParser.parseReader(json) instanceof JsonObject root)
        || root.getAsJsonArray("tweaks") == null) {
      throw new JsonParseException("expected an object with a list \"tweaks\"");
    }
    List<WeightTweak> tweaks = new ArrayList<>();
    for (JsonElement item : root.getAsJsonArray("tweaks")) {
      tweaks.add(parse(item.getAsJsonObject()));
    }
    return tweaks;
  }

  private static WeightTweak parse(JsonObject item) {
    String key = item.get("key").getAsString();
    return switch (item.get("op").getAsString()) {
      case "mul" -> WeightTweak.multiply(key, item.get("value").getAsDouble());
      case "add" -> WeightTweak.add(key, item.get("value").getAsDouble());
      case "add_at" ->
          WeightTweak.addAt(key, item.get("index").getAsInt(), item.get("value").getAsDouble());
      case "zero_sum_kernel" -> WeightTweak.zeroSumKernel(key);
      default -> throw new JsonParseException("unknown tweak " + item);
    };
  }
}
