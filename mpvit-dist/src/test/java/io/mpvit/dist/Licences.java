/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.dist;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which licences of a CycloneDX bill of materials an Apache-2.0 library can live with. */
final class Licences {

  private static final Set<String> PERMISSIVE =
      Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "CC0-1.0");

  private Licences() {}

  /** {@code group:artifact} of every component. */
  static List<String> components(JsonObject bom) {
    List<String> names = new ArrayList<>();
    for (JsonElement component : bom.getAsJsonArray("components")) {
      names.add(name(component.getAsJsonObject()));
    }
    return names;
  }

  /** One line per component under none of the permissive licences. */
  static List<String> refused(JsonObject bom) {
    List<String> lines = new ArrayList<>();
    for (JsonElement element : bom.getAsJsonArray("components")) {
      JsonObject component = element.getAsJsonObject();
      List<String> found = licences(component);
      // A choice of several: one that suits is enough.
      if (found.stream().noneMatch(id -> suits(component, id))) {
        lines.add(name(component) + " is under " + (found.isEmpty() ? "no known licence" : found));
      }
    }
    return lines;
  }

  private static boolean suits(JsonObject component, String id) {
    // TwelveMonkeys' POM says "The BSD License", which the plug-in takes for the one with four
    // clauses; the text on its page, which the POM names, has three.
    boolean threeClauses =
        id.equals("BSD-4-Clause") && name(component).startsWith("com.twelvemonkeys.");
    return threeClauses || PERMISSIVE.contains(id);
  }

  private static List<String> licences(JsonObject component) {
    List<String> ids = new ArrayList<>();
    JsonArray entries = component.getAsJsonArray("licenses");
    if (entries == null) {
      return ids;
    }
    for (JsonElement entry : entries) {
      JsonObject licence = entry.getAsJsonObject().getAsJsonObject("license");
      if (licence == null) {
        ids.add(entry.getAsJsonObject().get("expression").getAsString());
      } else {
        ids.add((licence.has("id") ? licence.get("id") : licence.get("name")).getAsString());
      }
    }
    return ids;
  }

  private static String name(JsonObject component) {
    return component.get("group").getAsString() + ":" + component.get("name").getAsString();
  }
}
