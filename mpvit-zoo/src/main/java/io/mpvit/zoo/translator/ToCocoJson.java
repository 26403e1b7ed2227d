/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Instance;
import io.mpvit.detection.Instances;
import io.mpvit.detection.coco.CocoResultJson;
import java.util.Objects;
import java.util.function.Function;

/**
 * From the instances of a picture to a JSON array in COCO's results layout, by descending score.
 *
 * @param categories the classes that the instances refer to
 */
public record ToCocoJson(Categories categories) implements Function<Instances, BytesSupplier> {

  /** Checks that the categories are there. */
  public ToCocoJson {
    Objects.requireNonNull(categories, "categories");
  }

  @Override
  public BytesSupplier apply(Instances found) {
    JsonArray array = new JsonArray();
    for (Instance item : found.items()) {
      JsonObject json = new JsonObject();
      CocoResultJson.addBox(json, categories.get(item.classIndex()), item.box(), item.score());
      CocoResultJson.addMask(json, item.mask());
      array.add(json);
    }
    return BytesSupplier.wrap(JsonUtils.GSON_COMPACT.toJson(array));
  }
}
