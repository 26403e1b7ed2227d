/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** What a picture consists of, as JSON. */
public final class ClassShareJson {

  private ClassShareJson() {}

  /**
   * Height and width, and the classes that occur.
   *
   * @param json gets {@code "size": [height, width]} and {@code "classes": [{"index", "name",
   *     "pixels", "share"}]}, largest first
   * @param labels the labels of a picture
   * @param names class names by index
   */
  public static void add(JsonObject json, LabelMap labels, List<String> names) {
    JsonArray size = new JsonArray();
    size.add(labels.size().height());
    size.add(labels.size().width());
    json.add("size", size);
    JsonArray classes = new JsonArray();
    for (ClassShare share : labels.shares()) {
      JsonObject one = new JsonObject();
      one.addProperty("index", share.classIndex());
      one.addProperty("name", names.get(share.classIndex()));
      one.addProperty("pixels", share.pixels());
      one.addProperty("share", share.share());
      classes.add(one);
    }
    json.add("classes", classes);
  }
}
