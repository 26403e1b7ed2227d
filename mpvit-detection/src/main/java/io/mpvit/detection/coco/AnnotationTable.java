/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** The columns of an annotation file. Images and categories are ids until they are resolved. */
final class AnnotationTable {
  private static final int BOX = 4;

  private long[] ids = new long[64];

  /** Whether the id is ours, because the file has none. */
  private boolean[] numbered = new boolean[64];

  private int[] indices = new int[64];
  private long[] images = new long[64];
  private int[] categories = new int[64];

  /** x, y, width, height each; NaN without a box. */
  private double[] boxes = new double[64 * BOX];

  private double[] areas = new double[64];
  private boolean[] crowds = new boolean[64];
  private long[] masks = new long[64];

  /** Of the mask's polygons. */
  private int[] corners = new int[64];

  private int size;
  private final SegmentationStore store;

  AnnotationTable() {
    this(new SegmentationStore());
  }

  private AnnotationTable(SegmentationStore store) {
    this.store = store;
  }

  SegmentationStore store() {
    return store;
  }

  int size() {
    return size;
  }

  /**
   * Adds a row.
   *
   * @param id null if the file has none
   * @param index position in the file
   */
  void add(
      Long id,
      int index,
      long image,
      int category,
      CocoBox box,
      double area,
      boolean crowd,
      long mask,
      int cornersOfMask) {
    if (size == ids.length) {
      resize(2 * size);
    }
    ids[size] = id == null ? 0 : id;
    numbered[size] = id == null;
    indices[size] = index;
    images[size] = image;
    categories[size] = category;
    boxes[BOX * size] = box == null ? Double.NaN : box.x();
    boxes[BOX * size + 1] = box == null ? Double.NaN : box.y();
    boxes[BOX * size + 2] = box == null ? Double.NaN : box.width();
    boxes[BOX * size + 3] = box == null ? Double.NaN : box.height();
    areas[size] = area;
    crowds[size] = crowd;
    masks[size] = mask;
    corners[size] = cornersOfMask;
    size++;
  }

  /** Gives those that have no id numbers behind all others. */
  void numberTheRest() {
    long next = 1;
    for (int i = 0; i < size; i++) {
      next = numbered[i] ? next : Math.max(next, ids[i] + 1);
    }
    for (int i = 0; i < size; i++) {
      ids[i] = numbered[i] ? next++ : ids[i];
    }
  }

  /** Keeps some rows. They are asked for once, in order. */
  void retain(IntPredicate kept) {
    int to = 0;
    for (int i = 0; i < size; i++) {
      if (kept.test(i)) {
        copyRow(i, to++);
      }
    }
    size = to;
    resize(size);
  }

  private void copyRow(int from, int to) {
    ids[to] = ids[from];
    numbered[to] = numbered[from];
    indices[to] = indices[from];
    images[to] = images[from];
    categories[to] = categories[from];
    System.arraycopy(boxes, BOX * from, boxes, BOX * to, BOX);
    areas[to] = areas[from];
    crowds[to] = crowds[from];
    masks[to] = masks[from];
    corners[to] = corners[from];
  }

  /** A copy that shares the masks. */
  AnnotationTable copy() {
    AnnotationTable table = new AnnotationTable(store);
    table.ids = ids.clone();
    table.numbered = numbered.clone();
    table.indices = indices.clone();
    table.images = images.clone();
    table.categories = categories.clone();
    table.boxes = boxes.clone();
    table.areas = areas.clone();
    table.crowds = crowds.clone();
    table.masks = masks.clone();
    table.corners = corners.clone();
    table.size = size;
    return table;
  }

  private void resize(int capacity) {
    ids = Arrays.copyOf(ids, capacity);
    numbered = Arrays.copyOf(numbered, capacity);
    indices = Arrays.copyOf(indices, capacity);
    images = Arrays.copyOf(images, capacity);
    categories = Arrays.copyOf(categories, capacity);
    boxes = Arrays.copyOf(boxes, BOX * capacity);
    areas = Arrays.copyOf(areas, capacity);
    crowds = Arrays.copyOf(crowds, capacity);
    masks = Arrays.copyOf(masks, capacity);
    corners = Arrays.copyOf(corners, capacity);
  }

  /** How messages name an annotation: by its id, and by its place in the file. */
  String name(String id, int index) {
    String place = "annotations[" + index + "]";
    return id == null ? place : "annotation " + id + " (" + place + ")";
  }

  boolean isNumbered(int row) {
    return numbered[row];
  }

  /** Position in the file. */
  int index(int row) {
    return indices[row];
  }

  int corners(int row) {
    return corners[row];
  }

  void dropMask(int row) {
    masks[row] = SegmentationStore.NONE;
    corners[row] = 0;
  }

  void setArea(int row, double area) {
    areas[row] = area;
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
