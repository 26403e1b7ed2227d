/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.util.Arrays;
import java.util.List;

/** The columns of an annotation file. Images and categories are ids until they are resolved. */
final class AnnotationTable {
  private static final int BOX = 4;

  private long[] ids = new long[64];
  private long[] images = new long[64];
  private int[] categories = new int[64];

  /** x, y, width, height each; NaN without a box. */
  private double[] boxes = new double[64 * BOX];

  private double[] areas = new double[64];
  private boolean[] crowds = new boolean[64];
  private long[] masks = new long[64];
  private int size;
  private final SegmentationStore store = new SegmentationStore();

  SegmentationStore store() {
    return store;
  }

  int size() {
    return size;
  }

  void add(long id, long image, int category, CocoBox box, double area, boolean crowd, long mask) {
    if (size == ids.length) {
      resize(2 * size);
    }
    ids[size] = id;
    images[size] = image;
    categories[size] = category;
    boxes[BOX * size] = box == null ? Double.NaN : box.x();
    boxes[BOX * size + 1] = box == null ? Double.NaN : box.y();
    boxes[BOX * size + 2] = box == null ? Double.NaN : box.width();
    boxes[BOX * size + 3] = box == null ? Double.NaN : box.height();
    areas[size] = area;
    crowds[size] = crowd;
    masks[size] = mask;
    size++;
  }

  private void resize(int capacity) {
    ids = Arrays.copyOf(ids, capacity);
    images = Arrays.copyOf(images, capacity);
    categories = Arrays.copyOf(categories, capacity);
    boxes = Arrays.copyOf(boxes, BOX * capacity);
    areas = Arrays.copyOf(areas, capacity);
    crowds = Arrays.copyOf(crowds, capacity);
    masks = Arrays.copyOf(masks, capacity);
  }

  void trim() {
    resize(size);
  }

  long[] ids() {
    return Arrays.copyOf(ids, size);
  }

  long id(int index) {
    return ids[index];
  }

  long image(int index) {
    return images[index];
  }

  int category(int index) {
    return categories[index];
  }

  /** Replaces the ids of an annotation's image and category by their positions. */
  void resolve(int index, int image, int category) {
    images[index] = image;
    categories[index] = category;
  }

  CocoAnnotation get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    CocoBox box = Double.isNaN(boxes[BOX * index]) ? null : box(index);
    int image = (int) images[index];
    return new CocoAnnotation(
        ids[index], image, categories[index], box, areas[index], crowds[index]);
  }

  private CocoBox box(int index) {
    int at = BOX * index;
    return new CocoBox(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]);
  }

  ImageSize maskSize(int index, CocoImage image) {
    long mask = masks[index];
    return mask == SegmentationStore.NONE ? null : store.size(mask, image.size());
  }

  Rle mask(int index, CocoImage image) {
    return store.mask(masks[index], image.size());
  }

  List<double[]> polygons(int index) {
    return masks[index] == SegmentationStore.NONE ? List.of() : store.polygons(masks[index]);
  }
}
