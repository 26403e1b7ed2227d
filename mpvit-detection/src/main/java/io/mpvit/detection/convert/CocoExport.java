/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import com.google.gson.stream.JsonWriter;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes objects as a file of COCO's instances layout. Pictures are read once and none is kept:
 * their annotations wait in a file of their own until the list of pictures is complete.
 */
final class CocoExport {

  private final AnnotationSource source;
  private final PictureNamer names;
  private long pictures;
  private long objects;

  /** Gives a picture its name in the file. */
  @FunctionalInterface
  interface PictureNamer {
    String name(SourcePicture picture) throws IOException;
  }

  CocoExport(AnnotationSource source, PictureNamer names) {
    this.source = source;
    this.names = names;
  }

  /** How many pictures were written. */
  long pictures() {
    return pictures;
  }

  /** How many objects were written. */
  long objects() {
    return objects;
  }

  /**
   * Writes everything.
   *
   * @param out gets JSON; not closed
   * @param waiting a file for the annotations meanwhile, which is deleted in the end
   * @param oddities hears of what is left out
   * @param progress hears of every picture
   */
  void write(Writer out, Path waiting, Oddities oddities, Runnable progress) throws IOException {
    try {
      JsonWriter json = new JsonWriter(out);
      json.beginObject();
      json.name("info").beginObject();
      json.name("description").value("converted by MPViT for the JVM").endObject();
      json.name("licenses").beginArray().endArray();
      json.name("categories").beginArray();
      for (CocoCategory category : source.classes()) {
        json.beginObject().name("id").value(category.id()).name("name").value(category.name());
        json.endObject();
      }
      json.endArray();
      json.name("images").beginArray();
      try (Writer later = Files.newBufferedWriter(waiting)) {
        JsonWriter annotations = new JsonWriter(later);
        annotations.beginArray();
        source.read(
            oddities,
            picture -> {
              picture(picture, json, annotations);
              progress.run();
            });
        annotations.endArray();
        annotations.flush();
      }
      json.endArray();
      json.flush();
      out.write(",\n\"annotations\":");
      try (Reader in = Files.newBufferedReader(waiting)) {
        in.transferTo(out);
      }
      out.write("}\n");
    } finally {
      Files.deleteIfExists(waiting);
    }
  }

  private void picture(SourcePicture picture, JsonWriter json, JsonWriter annotations)
      throws IOException {
    pictures++;
    json.beginObject().name("id").value(picture.id());
    json.name("file_name").value(names.name(picture));
    json.name("width").value(picture.size().width());
    json.name("height").value(picture.size().height()).endObject();
    for (SourceObject object : picture.objects()) {
      objects++;
      annotations.beginObject().name("id").value(objects);
      annotations.name("image_id").value(picture.id());
      annotations.name("category_id").value(source.classes().get(object.classIndex()).id());
      CocoBox box = object.box();
      list(annotations.name("bbox"), box.x(), box.y(), box.width(), box.height());
      annotations.name("area");
      number(annotations, area(object, picture.size()));
      annotations.name("iscrowd").value(object.crowd() ? 1 : 0);
      segmentation(object, annotations);
      annotations.endObject();
    }
  }

  private static double area(SourceObject object, ImageSize size) {
    if (!Double.isNaN(object.area())) {
      return object.area();
    }
    if (object.mask().isPresent()) {
      return object.mask().get().area();
    }
    return object.polygons().isEmpty()
        ? object.box().area()
        : PolygonRasterizer.rasterize(object.polygons(), size).area();
  }

  private static void segmentation(SourceObject object, JsonWriter json) throws IOException {
    if (object.mask().isPresent()) {
      Rle mask = object.mask().get();
      json.name("segmentation").beginObject();
      list(json.name("size"), mask.size().height(), mask.size().width());
      json.name("counts").value(mask.text()).endObject();
    } else if (!object.polygons().isEmpty()) {
      json.name("segmentation").beginArray();
      for (double[] polygon : object.polygons()) {
        list(json, polygon);
      }
      json.endArray();
    }
  }

  private static void list(JsonWriter json, double... numbers) throws IOException {
    json.beginArray();
    for (double number : numbers) {
      number(json, number);
    }
    json.endArray();
  }

  /** Whole numbers without a point, as other tools write them. */
  private static void number(JsonWriter json, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE) {
      json.value((long) number);
    } else {
      json.value(number);
    }
  }
}
