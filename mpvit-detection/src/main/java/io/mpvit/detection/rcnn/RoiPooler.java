/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.ops.Boxes;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.RoiAlign;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pools regions of any size from the pyramid level that fits them, by {@link RoiAlign}.
 *
 * @param features the pyramid's levels that regions are pooled from, finest first; strides are
 *     consecutive powers of two
 * @param rule which level a region is pooled from
 * @param side cells of a pooled region in both directions
 */
public record RoiPooler(List<Feature> features, LevelRule rule, int side) {

  /** Copies the list. */
  public RoiPooler {
    features = List.copyOf(features);
  }

  /**
   * Pools regions.
   *
   * @param maps the pyramid's maps, [N, C, H, W] each, finest first; further maps are ignored
   * @param boxes R packed boxes in pixels of the images
   * @param images which of the N images each box belongs to
   * @param training whether gradients flow to the maps
   * @return [R, C, side, side], its memory channels last; zeros for a box that is empty or not
   *     finite
   * @throws IllegalArgumentException if there are no boxes
   */
  public NDArray pool(NDList maps, float[] boxes, int[] images, boolean training) {
    return training ? byLevel(maps, boxes, images) : poolVectors(maps, boxes, images);
  }

  /**
   * Pools regions at inference, for layers that read them plane by plane.
   *
   * @param maps the pyramid's maps, [N, C, H, W] each, finest first; further maps are ignored
   * @param boxes R packed boxes in pixels of the images
   * @param images which of the N images each box belongs to
   * @return [R, C, side, side] as {@link #pool} gives it, its memory in this order
   * @throws IllegalArgumentException if there are no boxes
   */
  public NDArray poolPlanes(NDList maps, float[] boxes, int[] images) {
    long channels = maps.get(0).getShape().get(1);
    Shape shape = new Shape(Boxes.count(boxes), channels, (long) side * side);
    try (NDArray pooled = maps.get(0).getManager().create(shape)) {
      fill(pooled, true, maps, boxes, images);
      return pooled.reshape(shape.get(0), channels, side, side);
    }
  }

  private NDArray poolVectors(NDList maps, float[] boxes, int[] images) {
    long channels = maps.get(0).getShape().get(1);
    Shape shape = new Shape(Boxes.count(boxes), (long) side * side, channels);
    try (NDArray pooled = maps.get(0).getManager().create(shape);
        NDArray grids = pooled.reshape(shape.get(0), side, side, channels)) {
      fill(pooled, false, maps, boxes, images);
      return grids.transpose(0, 3, 1, 2);
    }
  }

  /** The results of each level go where they belong as soon as they are there. */
  private void fill(NDArray pooled, boolean planes, NDList maps, float[] boxes, int[] images) {
    int[] levels = levels(boxes);
    for (int level = 0; level < features.size(); level++) {
      int[] members = members(levels, level);
      if (members.length > 0) {
        RoiAlign.poolTo(
            pooled,
            planes,
            IntStream.of(members).asLongStream().toArray(),
            maps.get(level),
            RegionBoxes.select(boxes, members),
            select(images, members),
            scale(level),
            side);
      }
    }
  }

  private int[] levels(float[] boxes) {
    return IntStream.range(0, Boxes.count(boxes)).map(i -> position(boxes, i)).toArray();
  }

  private NDArray byLevel(NDList maps, float[] boxes, int[] images) {
    int[] levels = levels(boxes);
    NDList parts = new NDList();
    long[] places = new long[levels.length]; // of each box among the parts
    int next = 0;
    for (int level = 0; level < features.size(); level++) {
      int[] members = members(levels, level);
      if (members.length > 0) {
        for (int member : members) {
          places[member] = next++;
        }
        parts.add(
            RoiAlign.pool(
                maps.get(level),
                RegionBoxes.select(boxes, members),
                select(images, members),
                scale(level),
                side,
                true));
      }
    }
    if (parts.size() <= 1) {
      return parts.singletonOrThrow();
    }
    NDArray together = NDArrays.concat(parts);
    parts.close();
    try (NDArray order = HostArrays.of(together.getManager(), places, places.length)) {
      return together.get(order);
    }
  }

  private static int[] members(int[] levels, int level) {
    return IntStream.range(0, levels.length).filter(i -> levels[i] == level).toArray();
  }

  private static int[] select(int[] images, int[] members) {
    return IntStream.of(members).map(i -> images[i]).toArray();
  }

  private float scale(int level) {
    return 1f / features.get(level).stride();
  }

  /** The position among the features of the level that a box belongs to. */
  int position(float[] boxes, int index) {
    int finest = Integer.numberOfTrailingZeros(features.get(0).stride());
    return rule.levelOf(boxes, index, finest, finest + features.size() - 1) - finest;
  }
}
