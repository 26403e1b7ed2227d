/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonObject;
import io.mpvit.cli.PictureBatches.Picture;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Detection;
import io.mpvit.detection.DetectionVisualizer;
import io.mpvit.detection.Detections;
import io.mpvit.detection.InstanceVisualizer;
import io.mpvit.detection.Instances;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoResultJson;
import io.mpvit.image.RgbImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was found in a picture.
 *
 * @param boxes the objects, by descending score
 * @param masks the same with their pixels, if the model makes masks
 * @param categories the model's classes
 */
record FoundObjects(Detections boxes, Optional<Instances> masks, Categories categories) {

  /** Gives pixels to what a segmenter found. */
  static FoundObjects of(Detections boxes, boolean masked, Categories categories) {
    Optional<Instances> masks = masked ? Optional.of(Instances.of(boxes)) : Optional.empty();
    return new FoundObjects(boxes, masks, categories);
  }

  int count() {
    return boxes.items().size();
  }

  /** Draws on a copy of the picture. */
  RgbImage draw(RgbImage picture) {
    return masks
        .map(found -> new InstanceVisualizer(categories).draw(picture, found))
        .orElseGet(() -> new DetectionVisualizer(categories).draw(picture, boxes));
  }

  /** The objects in the format of COCO's result files. */
  List<JsonObject> json(Picture picture) {
    return IntStream.range(0, count()).mapToObj(i -> json(picture, i)).toList();
  }

  private JsonObject json(Picture picture, int i) {
    Detection item = boxes.items().get(i);
    JsonObject json = new JsonObject();
    json.addProperty("file_name", picture.file().toString());
    json.addProperty("image_id", picture.position());
    CocoResultJson.addBox(json, categories.get(item.classIndex()), item.box(), item.score());
    masks.ifPresent(found -> CocoResultJson.addMask(json, found.items().get(i).mask()));
    return json;
  }

  /** The objects for people. */
  TextTable table() {
    TextTable table =
        masks.isPresent()
            ? new TextTable("rlrrrrr", "score", "category", "x", "y", "width", "height", "pixels")
            : new TextTable("rlrrrr", "score", "category", "x", "y", "width", "height");
    for (int i = 0; i < count(); i++) {
      Detection item = boxes.items().get(i);
      String score = String.format(Locale.ROOT, "%.3f", item.score());
      String category = categories.get(item.classIndex()).name();
      Box box = item.box();
      String x = pixels(box.x1());
      String y = pixels(box.y1());
      String width = pixels(box.width());
      String height = pixels(box.height());
      if (masks.isPresent()) {
        String area = Integer.toString(masks.get().items().get(i).mask().area());
        table.row(score, category, x, y, width, height, area);
      } else {
        table.row(score, category, x, y, width, height);
      }
    }
    return table;
  }

  private static String pixels(float value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
