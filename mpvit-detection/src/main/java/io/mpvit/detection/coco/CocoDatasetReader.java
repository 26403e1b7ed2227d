/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads an annotation file. Its three tables may come in any order, as members of JSON do. What can
 * be done without is done without, and noted by the entry's id; only what makes classes or images
 * doubtful is refused.
 */
final class CocoDatasetReader {
  private final String file;
  private final CocoJson json;
  private final List<CocoImage> images = new ArrayList<>();
  private final Map<Integer, CocoCategory> categories = new HashMap<>();
  private final AnnotationTable annotations = new AnnotationTable();
  private final SegmentationReader segmentations;
  private final Set<String> tables = new LinkedHashSet<>();
  private final CocoIds imageIds = new CocoIds();
  private final CocoIds annotationIds = new CocoIds();
  private final CocoFaults refused;
  private final CocoFaults ofEntries;
  private final CocoFaults ofMasks;

  CocoDatasetReader(String file, CocoJson json) {
    this.file = file;
    this.json = json;
    this.segmentations = new SegmentationReader(json, annotations.store());
    this.refused = new CocoFaults(file);
    this.ofEntries = new CocoFaults(file);
    this.ofMasks = new CocoFaults(file);
  }

  CocoDataset read() throws IOException {
    if (json.isList()) {
      throw json.problem(
          "expected annotations, an object with \"images\", \"annotations\" and \"categories\","
              + " found a list, as results are: were the two files exchanged?");
    }
    if (!json.isObject()) {
      throw json.problem("expected annotations, found " + json.next());
    }
    json.object(
        name -> {
          tables.add(name);
          switch (name) {
            case "images" -> table("images", index -> new ImageEntry(index).read());
            case "categories" -> table("categories", index -> new CategoryEntry(index).read());
            case "annotations" -> table("annotations", index -> new AnnotationEntry(index).read());
            default -> json.skip();
          }
        });
    for (String table : List.of("images", "categories", "annotations")) {
      if (!tables.contains(table)) {
        throw json.problem("expected annotations with \"" + table + "\", found only " + tables);
      }
    }
    if (refused.count() > 0) {
      throw refused.refusal();
    }
    List<CocoCategory> sorted =
        categories.values().stream().sorted(Comparator.comparingInt(CocoCategory::id)).toList();
    annotations.numberTheRest();
    new AnnotationCheck(images, sorted, annotations, imageIds, annotationIds, ofEntries, ofMasks)
        .resolve();
    return new CocoDataset(
        file,
        images,
        sorted,
        annotations,
        new CocoNames(imageIds, annotationIds),
        ofEntries.lines(),
        ofMasks.lines());
  }

  /** Reads an entry of a table. */
  @FunctionalInterface
  private interface Entry {
    void read(int index) throws IOException;
  }

  private void table(String name, Entry entry) throws IOException {
    if (!json.isList()) {
      throw json.problem(name + ": expected a list, found " + json.next());
    }
    int[] index = {0};
    json.array(
        () -> {
          if (json.isObject()) {
            entry.read(index[0]++);
          } else {
            String where = name + "[" + index[0]++ + "]";
            String found = json.isText() ? "'" + json.textOrNull() + "'" : skipped();
            boolean needed = name.equals("categories");
            (needed ? refused : ofEntries)
                .add(
                    where,
                    "expected an object"
                        + (needed ? " with \"id\" and \"name\"" : "")
                        + ", found "
                        + found);
          }
        });
  }

  private String skipped() throws IOException {
    String found = json.next();
    json.skip();
    return found;
  }

  private final class ImageEntry {
    private final int index;
    private final List<String> faults = new ArrayList<>();
    private Long id;
    private String fileName;
    private Integer height;
    private Integer width;

    ImageEntry(int index) {
      this.index = index;
    }

    private Consumer<String> of(String member) {
      return fault -> faults.add(member + ": " + fault);
    }

    void read() throws IOException {
      json.object(
          name -> {
            switch (name) {
              case "id" -> id = json.id(imageIds, of(name));
              case "file_name" -> fileName = json.text(of(name));
              case "height" -> height = json.smallInteger(of(name));
              case "width" -> width = json.smallInteger(of(name));
              default -> json.skip();
            }
          });
      String where =
          id == null
              ? "images[" + index + "]"
              : "image " + imageIds.text(id) + " (images[" + index + "])";
      Optional<ImageSize> size = size();
      faults.forEach(fault -> ofEntries.add(where, fault));
      if (id == null) {
        ofEntries.add(where, "left out: it has no id");
      } else {
        images.add(new CocoImage(id, fileName, size.orElse(null)));
      }
    }

    /** A size that cannot be one is as good as none. */
    private Optional<ImageSize> size() {
      if (height == null || width == null) {
        return Optional.empty();
      }
      if (height < 1 || width < 1) {
        faults.add("expected a size, found width " + width + " and height " + height);
        return Optional.empty();
      }
      ImageSize size = new ImageSize(height, width);
      if (!SegmentationReader.isPlausible(size)) {
        faults.add("expected the size of a picture, found " + size.text());
        return Optional.empty();
      }
      return Optional.of(size);
    }
  }

  private final class CategoryEntry {
    private final int index;
    private final List<String> faults = new ArrayList<>();
    private Integer id;
    private String title = "";

    CategoryEntry(int index) {
      this.index = index;
    }

    void read() throws IOException {
      json.object(
          name -> {
            switch (name) {
              case "id" -> id = json.smallInteger(fault -> faults.add("id: " + fault));
              case "name" -> {
                String text = json.text(fault -> faults.add("name: " + fault));
                title = text == null ? "" : text.strip();
              }
              default -> json.skip();
            }
          });
      String where = "categories[" + index + "]";
      if (id == null && faults.isEmpty()) {
        faults.add("it has no \"id\"");
      }
      faults.forEach(fault -> refused.add(where, fault));
      if (id == null) {
        return;
      }
      CocoCategory before = categories.putIfAbsent(id, new CocoCategory(id, title));
      if (before != null && !before.name().equals(title)) {
        refused.add(
            "category id " + id,
            "it is used twice, for '" + before.name() + "' and '" + title + "'");
      }
    }
  }

  private final class AnnotationEntry {
    private final int index;
    private final List<String> faults = new ArrayList<>();
    private final List<String> maskFaults = new ArrayList<>();
    private Long id;
    private Long image;
    private Integer category;
    private CocoBox box;
    private double area = Double.NaN;
    private boolean crowd;
    private long mask = SegmentationStore.NONE;

    AnnotationEntry(int index) {
      this.index = index;
    }

    private Consumer<String> of(String member) {
      return fault -> faults.add(member + ": " + fault);
    }

    void read() throws IOException {
      json.object(
          name -> {
            switch (name) {
              case "id" -> id = json.id(annotationIds, of(name));
              case "image_id" -> image = json.id(imageIds, of(name));
              case "category_id" -> category = json.smallInteger(of(name));
              case "bbox" -> box = json.box(of(name));
              case "area" -> area = orNaN(json.number("a number", fault -> {}));
              case "iscrowd" -> crowd = json.flag(of(name));
              case "segmentation" ->
                  mask = segmentations.any(fault -> maskFaults.add(name + ": " + fault));
              default -> json.skip();
            }
          });
      String where = annotations.name(id == null ? null : annotationIds.text(id), index);
      faults.forEach(fault -> ofEntries.add(where, fault));
      maskFaults.forEach(fault -> ofMasks.add(where, fault));
      if (image == null || category == null) {
        if (faults.isEmpty()) {
          ofEntries.add(
              where,
              "left out: it has no \"" + (image == null ? "image_id" : "category_id") + "\"");
        }
        return;
      }
      int corners = mask == SegmentationStore.NONE ? 0 : segmentations.corners();
      annotations.add(id, index, image, category, box, area, crowd, mask, corners);
    }

    private static double orNaN(Double number) {
      return number == null ? Double.NaN : number;
    }
  }
}
