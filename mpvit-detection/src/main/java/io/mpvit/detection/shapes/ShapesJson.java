/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.image.ImageSize;
import io.mpvit.work.Journal;
import java.io.IOException;
import java.io.Writer;

/** The annotation file, written as a stream: one entry after the other, from the journal. */
final class ShapesJson {
  private static final Gson GSON = new Gson();

  private final Writer out;
  private final JsonWriter json;
  private int image;
  private int annotation;

  ShapesJson(Writer out) {
    this.out = out;
    this.json = new JsonWriter(out);
  }

  /** What the journal keeps of a picture: its annotations without ids. */
  static JsonObject record(Scene scene) {
    JsonArray objects = new JsonArray();
    for (SceneObject object : scene.objects()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("category_id", object.kind().id());
      MaskBounds bounds = object.mask().bounds();
      JsonArray box = new JsonArray();
      box.add(bounds.x());
      box.add(bounds.y());
      box.add(bounds.width());
      box.add(bounds.height());
      entry.add("bbox", box);
      entry.addProperty("area", object.mask().area());
      entry.addProperty("iscrowd", 0);
      JsonObject mask = new JsonObject();
      ImageSize size = object.mask().size();
      JsonArray sides = new JsonArray();
      sides.add(size.height());
      sides.add(size.width());
      mask.add("size", sides);
      mask.addProperty("counts", object.mask().text());
      entry.add("segmentation", mask);
      objects.add(entry);
    }
    JsonObject record = new JsonObject();
    record.add("objects", objects);
    return record;
  }

  void write(JsonObject info, int images, ShapesDataset dataset, Journal journal)
      throws IOException {
    json.beginObject();
    json.name("info");
    GSON.toJson(info, json);
    json.name("licenses").beginArray().endArray();
    json.name("categories").beginArray();
    for (ShapeKind kind : ShapeKind.values()) {
      json.beginObject().name("id").value(kind.id()).name("name").value(kind.title());
      json.name("supercategory").value("shape").endObject();
    }
    json.endArray();
    json.name("images").beginArray();
    ImageSize size = dataset.generator().size();
    for (int i = 0; i < images; i++) {
      json.beginObject().name("id").value(i).name("file_name").value(dataset.fileName(i));
      json.name("width").value(size.width()).name("height").value(size.height()).endObject();
    }
    json.endArray();
    json.name("annotations").beginArray();
    journal.read(this::annotations);
    json.endArray();
    json.endObject();
    json.flush();
    out.write("\n");
  }

  private void annotations(JsonObject record) throws IOException {
    for (JsonElement object : record.getAsJsonArray("objects")) {
      JsonObject entry = new JsonObject();
      entry.addProperty("id", ++annotation);
      entry.addProperty("image_id", image);
      object.getAsJsonObject().asMap().forEach(entry::add);
      GSON.toJson(entry, json);
    }
    image++;
  }
}
