/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Averages the parts of a map that lie under boxes into grids of fixed size: ROIAlign (<a
 * href="https://arxiv.org/abs/1703.06870">Mask R-CNN</a>, section 3), the aligned variant with
 * adaptive sampling.
 *
 * <p>A box is scaled to map coordinates and shifted by half a cell; its grid has {@code side} x
 * {@code side} cells; each cell takes the mean of {@code ceil(cell height) x ceil(cell width)}
 * bilinear samples, spread evenly. Samples more than one element outside the map count as zero. A
 * box that is empty or has a coordinate that is not finite gives zeros.
 *
 * <p>Every output cell is a weighted sum of channel vectors of the map. Java computes the weights,
 * which are few, and the engine sums all cells of many boxes in one call, whatever their sizes. The
 * same sums serve inference, training and GPUs. Boxes are taken in parts, so the memory for the
 * weights stays the same however many and large they are.
 */
public final class RoiAlign {

  /** Weighted elements handed to the engine at once: 8 bytes each. */
  private static final int ELEMENTS_PER_CALL = 1 << 19;

  /** As many where the sums are copied to their places at once: they are still in the cache. */
  private static final int ELEMENTS_PER_COPY = 1 << 15;

  private final int height;
  private final int width;
  private final int side;
  private final RoiAxis rows;
  private final RoiAxis columns;
  private final int[] offsets;
  private int[] indices = new int[0];
  private float[] weights = new float[0];
  private int cells;
  private int elements;

  private RoiAlign(Shape map, int side, int boxes) {
    height = Math.toIntExact(map.get(2));
    width = Math.toIntExact(map.get(3));
    this.side = side;
    rows = new RoiAxis(side, height);
    columns = new RoiAxis(side, width);
    offsets = new int[boxes * side * side + 1];
  }

  /**
   * Pools boxes.
   *
   * @param map [N, C, H, W], fastest if its memory is channels last
   * @param boxes R packed boxes in pixels of the images
   * @param images which of the N images each box belongs to
   * @param scale map elements per pixel, for example 1/4
   * @param side cells of a grid in both directions
   * @param training whether gradients flow to the map
   * @return [R, C, side, side], its memory channels last
   * @throws IllegalArgumentException if there is not one valid image per box, or if there are no
   *     boxes
   */
  public static NDArray pool(
      NDArray map, float[] boxes, int[] images, float scale, int side, boolean training) {
    int count = check(map, boxes, images, side);
    RoiAlign plan = new RoiAlign(map.getShape(), side, count);
    NDArray pooled;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray sums = plan.sums(map, boxes, images, scale, training);
      long channels = map.getShape().get(1);
      pooled = sums.reshape(count, side, side, channels).transpose(0, 3, 1, 2);
      NDScope.unregister(pooled);
    }
    NDScope.register(pooled);
    return pooled;
  }

  /**
   * Pools boxes of one of several maps, at inference.
   *
   * @param pooled [boxes of all maps, side * side, C] or, as planes, [boxes of all maps, C, side *
   *     side], which takes the results
   * @param planes whether results are stored as planes
   * @param places of each box, its row there
   * @param map [N, C, H, W], fastest if its memory is channels last
   * @param boxes R packed boxes in pixels of the images
   * @param images which of the N images each box belongs to
   * @param scale map elements per pixel, for example 1/4
   * @param side cells of a grid in both directions
   * @throws IllegalArgumentException if there is not one valid image per box, or if there are no
   *     boxes
   */
  public static void poolTo(
      NDArray pooled,
      boolean planes,
      long[] places,
      NDArray map,
      float[] boxes,
      int[] images,
      float scale,
      int side) {
    RoiAlign plan = new RoiAlign(map.getShape(), side, check(map, boxes, images, side));
    int box = 0;
    while (box < images.length) {
      int first = box;
      plan.clear();
      do {
        plan.add(boxes, box, images[box], scale);
        box++;
      } while (box < images.length && plan.elements < ELEMENTS_PER_COPY);
      plan.sumTo(pooled, planes, Arrays.copyOfRange(places, first, box), map);
    }
  }

  /** All cells of all boxes: [R * side * side, C]. */
  private NDArray sums(NDArray map, float[] boxes, int[] images, float scale, boolean training) {
    NDList parts = new NDList();
    int box = 0;
    while (box < images.length) {
      clear();
      do {
        add(boxes, box, images[box], scale);
        box++;
      } while (box < images.length && elements < ELEMENTS_PER_CALL);
      parts.add(sum(map, training));
    }
    return parts.size() == 1 ? parts.head() : NDArrays.concat(parts);
  }

  private static int check(NDArray map, float[] boxes, int[] images, int side) {
    int count = Boxes.count(boxes);
    long batch = map.getShape().get(0);
    if (count == 0 || images.length != count || side <= 0) {
      throw new IllegalArgumentException(
          "roi align: expected an image for each of at least one box and a positive side, found "
              + count
              + " boxes, "
              + images.length
              + " images and side "
              + side);
    }
    if (Arrays.stream(images).anyMatch(image -> image < 0 || image >= batch)) {
      throw new IllegalArgumentException(
          "roi align: expected images from 0 to " + (batch - 1) + ", found another one");
    }
    return count;
  }

  private void clear() {
    cells = 0;
    elements = 0;
  }

  /** Appends the cells of one box. */
  private void add(float[] boxes, int box, int image, float scale) {
    int at = Boxes.SIZE * box;
    float x = boxes[at] * scale - 0.5f;
    float y = boxes[at + 1] * scale - 0.5f;
    columns.fill(x, boxes[at + 2] * scale - 0.5f - x);
    rows.fill(y, boxes[at + 3] * scale - 0.5f - y);
    reserve(rows.total() * columns.total());
    int origin = image * height * width;
    for (int cy = 0; cy < side; cy++) {
      for (int cx = 0; cx < side; cx++) {
        offsets[cells++] = elements;
        addCell(cy, cx, origin);
      }
    }
  }

  private void addCell(int cy, int cx, int origin) {
    int n = columns.count(cx);
    for (int r = 0; r < rows.count(cy); r++) {
      int index = origin + (rows.first(cy) + r) * width + columns.first(cx);
      float rowWeight = rows.weight(cy, r);
      for (int c = 0; c < n; c++) {
        indices[elements] = index + c;
        weights[elements++] = rowWeight * columns.weight(cx, c);
      }
    }
  }

  private void reserve(int more) {
    int needed = elements + more;
    if (needed > indices.length) {
      int size = Math.max(needed, Math.min(2 * indices.length, 2 * ELEMENTS_PER_CALL));
      indices = Arrays.copyOf(indices, size);
      weights = Arrays.copyOf(weights, size);
    }
  }

  /** Lets the engine add up the cells appended so far and puts those of each box in its place. */
  private void sumTo(NDArray pooled, boolean planes, long[] places, NDArray map) {
    offsets[cells] = elements;
    NDManager manager = map.getManager();
    try (NDArray i = manager.create(Arrays.copyOf(indices, elements));
        NDArray w = manager.create(Arrays.copyOf(weights, elements));
        NDArray o = manager.create(Arrays.copyOf(offsets, cells + 1));
        NDArray p = manager.create(places)) {
      Kernels.run("weighted_sums_to", pooled, map, i, w, o, p, planes);
    }
  }

  /** Lets the engine add up the cells appended so far: [cells, C]. */
  private NDArray sum(NDArray map, boolean training) {
    offsets[cells] = elements;
    NDManager manager = map.getManager();
    try (NDArray borrowedIndices = manager.create(Arrays.copyOf(indices, elements));
        NDArray borrowedWeights = manager.create(Arrays.copyOf(weights, elements));
        NDArray borrowedOffsets = manager.create(Arrays.copyOf(offsets, cells + 1));
        // A gradient's graph keeps these longer than Java's memory lives.
        NDArray i = borrowedIndices.duplicate();
        NDArray w = borrowedWeights.duplicate();
        NDArray o = borrowedOffsets.duplicate()) {
      return training
          ? Kernels.differentiate("weighted_sums", map, i, w, o)
          : Kernels.call("weighted_sums", map, i, w, o);
    }
  }
}
