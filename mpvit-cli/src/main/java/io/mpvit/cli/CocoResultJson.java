/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.cli.PictureBatches.Picture;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.Detection;
import io.mpvit.detection.box.Box;

/** A detection in the format of COCO's result files. */
final class CocoResultJson {

  private CocoResultJson() {}

  static JsonObject of(Picture picture, Detection item, Categories categories) {
    Category category = categories.get(item.classIndex());
    JsonObject json = new JsonObject();
    json.addProperty("file_name", picture.file().toString());
    json.addProperty("image_id", picture.position());
    json.addProperty("category_id", category.id());
    json.addProperty("category", category.name());
    Box box = item.box();
    JsonArray bbox = new JsonArray();
    bbox.add(box.x1());
    bbox.add(box.y1());
    bbox.add(box.width());
    bbox.add(box.height());
    json.add("bbox", bbox);
    json.addProperty("score", item.score());
    return json;
  }
}
