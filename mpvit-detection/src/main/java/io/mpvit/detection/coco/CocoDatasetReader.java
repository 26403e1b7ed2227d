/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an annotation file. Its three tables may come in any order, as members of JSON do. */
final class CocoDatasetReader {
  private final String file;
  private final CocoJson json;
  private final List<CocoImage> images = new ArrayList<>();
  private final List<CocoCategory> categories = new ArrayList<>();
  private final AnnotationTable annotations = new AnnotationTable();
  private final Set<String> tables = new HashSet<>();

  CocoDatasetReader(String file, CocoJson json) {
    this.file = file;
    this.json = json;
  }

  CocoDataset read() throws IOException {
    json.object(
        name -> {
          tables.add(name);
          switch (name) {
            case "images" -> json.array(() -> new ImageEntry().read());
            case "categories" -> json.array(() -> new CategoryEntry().read());
            case "annotations" -> json.array(() -> new AnnotationEntry().read());
            default -> json.skip();
          }
        });
    for (String table : List.of("images", "categories", "annotations")) {
      if (!tables.contains(table)) {
        throw json.problem("expected an instances file with \"" + table + "\", found " + tables);
      }
    }
    categories.sort(Comparator.comparingInt(CocoCategory::id));
    resolve();
    annotations.trim();
    return new CocoDataset(file, images, categories, annotations);
  }

  /** Turns ids into positions, and refuses those that are used twice or lead nowhere. */
  private void resolve() throws CocoFormatException {
    Map<Long, Integer> imageAt = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      if (imageAt.put(images.get(i).id(), i) != null) {
        throw twice("image", images.get(i).id());
      }
    }
    Map<Integer, Integer> categoryAt = new HashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      if (categoryAt.put(categories.get(i).id(), i) != null) {
        throw twice("category", categories.get(i).id());
      }
    }
    long[] ids = annotations.ids();
    Arrays.sort(ids);
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] == ids[i - 1]) {
        throw twice("annotation", ids[i]);
      }
    }
    for (int i = 0; i < annotations.size(); i++) {
      Integer image = imageAt.get(annotations.image(i));
      Integer category = categoryAt.get(annotations.category(i));
      if (image == null || category == null) {
        throw new CocoFormatException(
            file,
            "annotation "
                + annotations.id(i)
                + (image == null
                    ? ": there is no image with id " + annotations.image(i)
                    : ": there is no category with id " + annotations.category(i)));
      }
      annotations.resolve(i, image, category);
    }
  }

  private CocoFormatException twice(String what, long id) {
    return new CocoFormatException(file, what + " id " + id + " is used twice");
  }

  private <T> T required(T value, String entry, String member) throws CocoFormatException {
    if (value == null) {
      throw json.problem(entry + " without \"" + member + "\"");
    }
    return value;
  }

  private final class ImageEntry {
    private Long id;
    private String fileName;
    private Integer height;
    private Integer width;

    void read() throws IOException {
      json.object(
          name -> {
            switch (name) {
              case "id" -> id = json.integer();
              case "file_name" -> fileName = json.text();
              case "height" -> height = json.smallInteger();
              case "width" -> width = json.smallInteger();
              default -> json.skip();
            }
          });
      images.add(new CocoImage(required(id, "image", "id"), fileName, size()));
    }

    private ImageSize size() throws CocoFormatException {
      if (height == null || width == null) {
        return null;
      }
      if (height < 1 || width < 1) {
        throw json.problem("image " + id + ": expected a size, found " + height + "x" + width);
      }
      return new ImageSize(height, width);
    }
  }

  private final class CategoryEntry {
    private Integer id;
    private String title = "";

    void read() throws IOException {
      json.object(
          name -> {
            switch (name) {
              case "id" -> id = json.smallInteger();
              case "name" -> title = json.text();
              default -> json.skip();
            }
          });
      categories.add(new CocoCategory(required(id, "category", "id"), title));
    }
  }

  private final class AnnotationEntry {
    private Long id;
    private Long image;
    private Integer category;
    private CocoBox box;
    private double area = Double.NaN;
    private boolean crowd;
    private long mask = SegmentationStore.NONE;

    void read() throws IOException {
      json.object(
          name -> {
            switch (name) {
              case "id" -> id = json.integer();
              case "image_id" -> image = json.integer();
              case "category_id" -> category = json.smallInteger();
              case "bbox" -> box = json.box();
              case "area" -> area = json.number();
              case "iscrowd" -> crowd = json.flag();
              case "segmentation" -> mask = json.segmentation(annotations.store());
              default -> json.skip();
            }
          });
      String entry = id == null ? "annotation" : "annotation " + id;
      annotations.add(
          required(id, entry, "id"),
          required(image, entry, "image_id"),
          required(category, entry, "category_id"),
          box,
          area,
          crowd,
          mask);
    }
  }
}
