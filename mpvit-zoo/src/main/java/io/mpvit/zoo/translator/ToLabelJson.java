/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.mpvit.segmentation.ClassShareJson;
import io.mpvit.segmentation.LabelMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * From a label map to JSON: {@code {"size": [height, width], "classes": [{"index", "name",
 * "pixels", "share"}], "labels": "..."}}, where labels is an 8-bit PNG of class indices in base64.
 * DJL's category mask as JSON would be megabytes of numbers.
 *
 * @param names class names by index, at most 256
 */
public record ToLabelJson(List<String> names) implements Function<LabelMap, BytesSupplier> {

  private static final int MOST = 256;

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if there are more than 8 bits hold
   */
  public ToLabelJson {
    names = List.copyOf(names);
    if (names.size() > MOST) {
      throw new IllegalArgumentException(
          "a PNG of 8 bits holds " + MOST + " classes, the network has " + names.size());
    }
  }

  @Override
  public BytesSupplier apply(LabelMap map) {
    JsonObject json = new JsonObject();
    ClassShareJson.add(json, map, names);
    json.addProperty("labels", Base64.getEncoder().encodeToString(png(map)));
    return BytesSupplier.wrap(JsonUtils.GSON_COMPACT.toJson(json));
  }

  private static byte[] png(LabelMap map) {
    try {
      return map.toPng();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the label map", e);
    }
  }
}
