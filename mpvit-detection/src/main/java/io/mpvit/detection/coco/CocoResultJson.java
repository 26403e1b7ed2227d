/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.detection.Category;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.Rle;

/**
 * Writes objects in COCO's results layout: {@code category_id}, {@code bbox} as [x, y, width,
 * height], {@code score}, {@code segmentation} as compressed RLE; and {@code category}, the name,
 * for people. What the picture is called is the caller's to add.
 */
public final class CocoResultJson {

  private CocoResultJson() {}

  /**
   * Adds what is known of every object.
   *
   * @param json gets the members
   * @param category the object's class
   * @param box where it is, in pixels of the picture
   * @param score the network's confidence
   */
  public static void addBox(JsonObject json, Category category, Box box, float score) {
    json.addProperty("category_id", category.id());
    json.addProperty("category", category.name());
    JsonArray bbox = new JsonArray();
    bbox.add(box.x1());
    bbox.add(box.y1());
    bbox.add(box.width());
    bbox.add(box.height());
    json.add("bbox", bbox);
    json.addProperty("score", score);
  }

  /**
   * Adds an object's pixels.
   *
   * @param json gets the member {@code segmentation}: {@code {"size": [height, width], "counts":
   *     text}}
   * @param mask the pixels
   */
  public static void addMask(JsonObject json, Rle mask) {
    JsonArray size = new JsonArray();
    size.add(mask.size().height());
    size.add(mask.size().width());
    JsonObject segmentation = new JsonObject();
    segmentation.add("size", size);
    segmentation.addProperty("counts", mask.text());
    json.add("segmentation", segmentation);
  }
}
