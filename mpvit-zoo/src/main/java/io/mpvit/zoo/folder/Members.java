/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.folder;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;

/** Reads members of JSON objects that must be there. */
final class Members {

  private Members() {}

  static JsonElement member(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null || value.isJsonNull()) {
      throw new IllegalArgumentException("member \"" + name + "\" is missing");
    }
    return value;
  }

  static String text(JsonObject object, String name) {
    return member(object, name).getAsString();
  }

  /** A mistyped optional member would otherwise go unnoticed. */
  static void requireKnown(JsonObject object, Set<String> known) {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("unknown member \"" + name + "\"");
      }
    }
  }
}
