/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.image.ImageWriter;
import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.SegmentationVisualizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What every pixel of a picture shows. */
public final class SegmentationResult {

  private final Picture picture;
  private final LabelMap labels;
  private final SegmentationClasses classes;

  SegmentationResult(Picture picture, LabelMap labels, SegmentationClasses classes) {
    this.picture = picture;
    this.labels = labels;
    this.classes = classes;
  }

  /**
   * A class and how much of the picture it covers.
   *
   * @param name the class
   * @param index its index in the label map
   * @param share of all pixels, in [0, 1]
   */
  public record Share(String name, int index, double share) {

    /** Name and share in percent. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f %%", name, 100 * share);
    }
  }

  /**
   * The picture that was looked at.
   *
   * @return as it was handed in
   */
  public Picture picture() {
    return picture;
  }

  /**
   * The class index of every pixel.
   *
   * @return as large as the picture
   */
  public LabelMap labels() {
    return labels;
  }

  /**
   * What a pixel shows.
   *
   * @param x from 0, to the right
   * @param y from 0, downwards
   * @return the class's name
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public String nameAt(int x, int y) {
    return classes.name(labels.label(x, y));
  }

  /**
   * What the picture shows.
   *
   * @return the classes that occur, by descending share
   */
  public List<Share> shares() {
    return labels.shares().stream().map(this::share).toList();
  }

  private Share share(ClassShare share) {
    return new Share(classes.name(share.classIndex()), share.classIndex(), share.share());
  }

  /**
   * Draws the classes over a copy of the picture, with a legend beside it.
   *
   * @return a new picture
   */
  public BufferedImage draw() {
    return new SegmentationVisualizer(classes).draw(picture.pixels(), labels).toBufferedImage();
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
   * The shares as {@code {"file_name", "classes": [{"index", "name", "share"}]}}.
   *
   * @return a JSON object
   */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("file_name", picture.name());
    JsonArray array = new JsonArray();
    for (Share share : shares()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("index", share.index());
      entry.addProperty("name", share.name());
      entry.addProperty("share", share.share());
      array.add(entry);
    }
    json.add("classes", array);
    return json.toString();
  }

  /** The classes with their shares in a line. */
  @Override
  public String toString() {
    return shares().stream()
        .map(Share::toString)
        .collect(Collectors.joining(", ", picture.name() + ": ", ""));
  }
}
