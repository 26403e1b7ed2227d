/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** The columns of a results file. */
final class DetectionTable {
  private static final int BOX = 4;

  private long[] images = new long[64];
  private int[] categories = new int[64];
  private double[] scores = new double[64];

  /** x, y, width, height each; NaN without a box. */
  private double[] boxes = new double[64 * BOX];

  private long[] masks = new long[64];
  private int size;
  private final SegmentationStore store;

  DetectionTable() {
    this(new SegmentationStore());
  }

  private DetectionTable(SegmentationStore store) {
    this.store = store;
  }

  /** The same detections with other numbers for their categories. */
  DetectionTable renumbered(IntUnaryOperator numbers) {
    DetectionTable table = new DetectionTable(store);
    table.images = images;
    table.categories = Arrays.stream(categories).limit(size).map(numbers).toArray();
    table.scores = scores;
    table.boxes = boxes;
    table.masks = masks;
    table.size = size;
    return table;
  }

  SegmentationStore store() {
    return store;
  }

  void add(long image, int category, double score, CocoBox box, long mask) {
    if (size == images.length) {
      resize(2 * size);
    }
    images[size] = image;
    categories[size] = category;
    scores[size] = score;
    boxes[BOX * size] = box == null ? Double.NaN : box.x();
    boxes[BOX * size + 1] = box == null ? Double.NaN : box.y();
    boxes[BOX * size + 2] = box == null ? Double.NaN : box.width();
    boxes[BOX * size + 3] = box == null ? Double.NaN : box.height();
    masks[size] = mask;
    size++;
  }

  private void resize(int capacity) {
    images = Arrays.copyOf(images, capacity);
    categories = Arrays.copyOf(categories, capacity);
    scores = Arrays.copyOf(scores, capacity);
    boxes = Arrays.copyOf(boxes, BOX * capacity);
    masks = Arrays.copyOf(masks, capacity);
  }

  void trim() {
    resize(size);
  }

  int size() {
    return size;
  }

  long image(int index) {
    return images[index];
  }

  int category(int index) {
    return categories[index];
  }

  double score(int index) {
    return scores[index];
  }

  boolean hasBox(int index) {
    return !Double.isNaN(boxes[BOX * index]);
  }

  CocoBox box(int index) {
    int at = BOX * index;
    return new CocoBox(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]);
  }

  boolean hasMask(int index) {
    return masks[index] != SegmentationStore.NONE;
  }

  ImageSize maskSize(int index) {
    return hasMask(index) ? store.size(masks[index], null) : null;
  }

  Rle mask(int index) {
    return store.mask(masks[index], null);
  }

  MaskBounds maskBounds(int index) {
    return hasMask(index) ? store.bounds(masks[index]) : MaskBounds.NONE;
  }

  int maskArea(int index) {
    return hasMask(index) ? store.area(masks[index]) : 0;
  }
}
