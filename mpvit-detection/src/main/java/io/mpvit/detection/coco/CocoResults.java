/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Detections in COCO's results layout: an array of {@code image_id}, {@code category_id}, {@code
 * score}, and {@code bbox} or {@code segmentation} or both. The id of a detection is its position
 * from 1. Immutable, and safe to read from several threads.
 */
public final class CocoResults {
  private final String name;
  private final DetectionTable detections;
  private final Map<Integer, String> categoryNames;
  private final CocoIds imageIds;

  private CocoResults(
      String name,
      DetectionTable detections,
      Map<Integer, String> categoryNames,
      CocoIds imageIds) {
    this.name = name;
    this.imageIds = imageIds;
    this.detections = detections;
    this.categoryNames = Map.copyOf(categoryNames);
  }

  /**
   * Reads a results file.
   *
   * @param file a JSON file
   * @return the detections
   * @throws CocoFormatException if the file is not JSON, or an entry lacks its image, category,
   *     score, or both box and mask, or one of them is bad
   * @throws IOException if the file cannot be read
   */
  public static CocoResults read(Path file) throws IOException {
    try (Reader in = CocoJson.open(file)) {
      return read(file.toString(), in);
    }
  }

  /**
   * Reads results from any source.
   *
   * @param name what messages call it
   * @param in JSON; not closed
   * @return the detections
   * @throws CocoFormatException as {@link #read(Path)} does
   * @throws IOException if the source cannot be read
   */
  public static CocoResults read(String name, Reader in) throws IOException {
    return CocoJson.read(name, in, json -> new CocoResultsReader(name, json).read());
  }

  /** Collects detections, for evaluation without a file in between. */
  public static final class Builder {
    private final String name;
    private final DetectionTable detections = new DetectionTable();
    private final Map<Integer, String> categoryNames = new HashMap<>();
    private final CocoIds imageIds = new CocoIds();

    /**
     * Starts empty.
     *
     * @param name what messages call the results
     */
    public Builder(String name) {
      this.name = name;
    }

    /**
     * Appends a detection.
     *
     * @param imageId id of the picture
     * @param categoryId id of the class in the data set's numbering
     * @param score confidence
     * @param box where it is, or null
     * @param mask its pixels, or null
     * @return this
     * @throws IllegalArgumentException if both box and mask are null, or a number is not finite
     */
    public Builder add(long imageId, int categoryId, double score, CocoBox box, Rle mask) {
      if (box == null && mask == null) {
        throw new IllegalArgumentException("a detection needs a box or a mask");
      }
      if (!Double.isFinite(score) || box != null && !Double.isFinite(box.area())) {
        throw new IllegalArgumentException(
            "expected finite numbers, found score " + score + " and " + box);
      }
      add(
          imageId,
          categoryId,
          score,
          box,
          mask == null ? SegmentationStore.NONE : store().add(mask));
      return this;
    }

    /** Appends a detection whose mask is in the store already. */
    void add(long image, int category, double score, CocoBox box, long mask) {
      detections.add(image, category, score, box, mask);
    }

    /** Says what a category is called; the first word counts. */
    void name(int category, String title) {
      categoryNames.putIfAbsent(category, title);
    }

    SegmentationStore store() {
      return detections.store();
    }

    CocoIds imageIds() {
      return imageIds;
    }

    int size() {
      return detections.size();
    }

    /**
     * Returns the detections; the builder must not be used afterwards.
     *
     * @return the results
     */
    public CocoResults build() {
      detections.trim();
      return new CocoResults(name, detections, categoryNames, imageIds);
    }
  }

  /**
   * Returns what messages call the results.
   *
   * @return the file's path, or the name that was given
   */
  public String name() {
    return name;
  }

  /**
   * Returns what the results themselves call their categories, in a member {@code category} of each
   * detection, as {@code mpvit detect} writes it.
   *
   * @return names by id; empty if they have no names
   */
  public Map<Integer, String> categoryNames() {
    return categoryNames;
  }

  /**
   * Returns the same detections with other numbers for their categories.
   *
   * @param numbers from an id to the new one
   * @return a changed copy, which has no names of its own
   */
  public CocoResults renumbered(IntUnaryOperator numbers) {
    return new CocoResults(name, detections.renumbered(numbers), Map.of(), imageIds);
  }

  /**
   * Returns the number of detections.
   *
   * @return at least 0
   */
  public int size() {
    return detections.size();
  }

  /**
   * Returns the id of a detection's picture.
   *
   * @param index position, from 0
   * @return the id as in the file; the data set may not know it
   */
  public long imageId(int index) {
    return detections.image(index);
  }

  /**
   * Returns the id of a detection's picture as the file has it.
   *
   * @param index position, from 0
   * @return the number, or the text that it stands for
   */
  public String imageName(int index) {
    return imageIds.text(detections.image(index));
  }

  /**
   * Returns the id of a detection's class.
   *
   * @param index position, from 0
   * @return the id as in the file; the data set may not know it
   */
  public int categoryId(int index) {
    return detections.category(index);
  }

  /**
   * Returns the score of a detection.
   *
   * @param index position, from 0
   * @return the confidence
   */
  public double score(int index) {
    return detections.score(index);
  }

  /**
   * Tells whether a detection came with a box.
   *
   * @param index position, from 0
   * @return false if it has only a mask
   */
  public boolean hasBox(int index) {
    return detections.hasBox(index);
  }

  /**
   * Returns the box of a detection.
   *
   * @param index position, from 0
   * @return its own box, or the bounds of its mask
   */
  public CocoBox box(int index) {
    if (hasBox(index)) {
      return detections.box(index);
    }
    MaskBounds bounds = maskBounds(index);
    return new CocoBox(bounds.x(), bounds.y(), bounds.width(), bounds.height());
  }

  /**
   * Tells whether a detection has a mask.
   *
   * @param index position, from 0
   * @return false if it has only a box
   */
  public boolean hasMask(int index) {
    return detections.hasMask(index);
  }

  /**
   * Returns the size of a detection's mask.
   *
   * @param index position, from 0
   * @return height and width, or none if it has only a box
   */
  public Optional<ImageSize> maskSize(int index) {
    return Optional.ofNullable(detections.maskSize(index));
  }

  /**
   * Returns the mask of a detection, decoded at every call.
   *
   * @param index position, from 0
   * @return the mask
   * @throws IllegalArgumentException if it has only a box
   */
  public Rle mask(int index) {
    if (!hasMask(index)) {
      throw new IllegalArgumentException(name + ": detection " + (index + 1) + " has no mask");
    }
    return detections.mask(index);
  }

  /**
   * Returns the bounds of a detection's mask, without decoding it.
   *
   * @param index position, from 0
   * @return the bounds; {@link MaskBounds#NONE} without a mask
   */
  public MaskBounds maskBounds(int index) {
    return detections.maskBounds(index);
  }

  /**
   * Returns the area of a detection's mask, without decoding it.
   *
   * @param index position, from 0
   * @return the number of set pixels; 0 without a mask
   */
  public int maskArea(int index) {
    return detections.maskArea(index);
  }
}
