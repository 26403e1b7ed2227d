/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.Detection;
import io.mpvit.detection.DetectionVisualizer;
import io.mpvit.detection.Detections;
import io.mpvit.detection.InstanceVisualizer;
import io.mpvit.detection.Instances;
import io.mpvit.detection.coco.CocoResultJson;
import io.mpvit.image.ImageWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a detector found in a picture, by descending score. */
public final class DetectionResult {

  private final Picture picture;
  private final Detections boxes;
  private final Optional<Instances> masks;
  private final Categories categories;

  DetectionResult(
      Picture picture, Detections boxes, Optional<Instances> masks, Categories categories) {
    this.picture = picture;
    this.boxes = boxes;
    this.masks = masks;
    this.categories = categories;
  }

  /**
   * The picture that was looked at.
   *
   * @return its pixels are those that boxes and masks refer to
   */
  public Picture picture() {
    return picture;
  }

  /**
   * What was found.
   *
   * @return by descending score; empty if there is nothing
   */
  public List<DetectedObject> objects() {
    return IntStream.range(0, boxes.items().size()).mapToObj(this::object).toList();
  }

  private DetectedObject object(int i) {
    Detection item = boxes.items().get(i);
    Category category = categories.get(item.classIndex());
    return new DetectedObject(
        category.name(),
        category.id(),
        item.score(),
        item.box(),
        masks.map(found -> found.items().get(i).mask()));
  }

  /**
   * Draws boxes, masks and names into a copy of the picture.
   *
   * @return a new picture of the same size
   */
  public BufferedImage draw() {
    return masks
        .map(found -> new InstanceVisualizer(categories).draw(picture.pixels(), found))
        .orElseGet(() -> new DetectionVisualizer(categories).draw(picture.pixels(), boxes))
        .toBufferedImage();
  }

  /**
   * Draws into a file.
   *
   * @param file a name that ends in .png or .jpg
   * @throws IOException if it cannot be written
   */
  public void draw(Path file) throws IOException {
    ImageWriter.write(draw(), file);
  }

  /**
   * The objects in the format of COCO's result files: {@code category_id}, {@code category}, {@code
   * bbox} [x, y, w, h] in pixels, {@code score}, and {@code segmentation} if the model makes masks.
   *
   * @return a JSON array
   */
  public String toJson() {
    JsonArray array = new JsonArray();
    for (int i = 0; i < boxes.items().size(); i++) {
      Detection item = boxes.items().get(i);
      JsonObject json = new JsonObject();
      json.addProperty("file_name", picture.name());
      CocoResultJson.addBox(json, categories.get(item.classIndex()), item.box(), item.score());
      int index = i;
      masks.ifPresent(found -> CocoResultJson.addMask(json, found.items().get(index).mask()));
      array.add(json);
    }
    return array.toString();
  }

  /** Counts and the objects, one short line each. */
  @Override
  public String toString() {
    return objects().stream()
        .map(object -> System.lineSeparator() + "  " + object)
        .collect(
            Collectors.joining("", picture.name() + ": " + boxes.items().size() + " objects", ""));
  }
}
