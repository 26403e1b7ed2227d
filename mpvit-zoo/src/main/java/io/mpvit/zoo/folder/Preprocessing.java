/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.folder;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.mpvit.image.Normalization;
import io.mpvit.image.Normalization.ChannelOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What happens to a picture before a model's network, for readers in other languages. The
 * architecture decides it; a folder that says otherwise is refused.
 *
 * @param resize the size rule, in words
 * @param normalization from 8-bit pixels to the network's values
 * @param multipleOf both sides of the input are padded with zeros to a multiple of it
 */
public record Preprocessing(String resize, Normalization normalization, int multipleOf) {

  private static final Set<String> MEMBERS =
      Set.of("resize", "divisor", "mean", "std", "channels", "multiple_of");

  /** Checks that nothing is missing. */
  public Preprocessing {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(normalization, "normalization");
  }

  /** Whether another one gives a network the same values; the words may differ. */
  public boolean isSame(Preprocessing other) {
    return normalization.equals(other.normalization) && multipleOf == other.multipleOf;
  }

  static Preprocessing read(JsonObject json) {
    Members.requireKnown(json, MEMBERS);
    return new Preprocessing(
        Members.text(json, "resize"),
        new Normalization(
            Members.member(json, "divisor").getAsFloat(),
            floats(Members.member(json, "mean")),
            floats(Members.member(json, "std")),
            ChannelOrder.valueOf(Members.text(json, "channels"))),
        Members.member(json, "multiple_of").getAsInt());
  }

  private static List<Float> floats(JsonElement array) {
    List<Float> values = new ArrayList<>();
    array.getAsJsonArray().forEach(value -> values.add(value.getAsFloat()));
    return values;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("resize", resize);
    json.addProperty("divisor", normalization.divisor());
    json.add("mean", array(normalization.mean()));
    json.add("std", array(normalization.std()));
    json.addProperty("channels", normalization.order().name());
    json.addProperty("multiple_of", multipleOf);
    return json;
  }

  private static JsonArray array(List<Float> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
