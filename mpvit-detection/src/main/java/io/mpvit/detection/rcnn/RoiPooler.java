/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
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
   * @return [R, C, side, side]; zeros for a box that is empty or not finite
   * @throws IllegalArgumentException if there are no boxes
   */
  public NDArray pool(NDList maps, float[] boxes, int[] images, boolean training) {
    int count = Boxes.count(boxes);
    int[] levels = IntStream.range(0, count).map(i -> position(boxes, i)).toArray();
    NDList parts = new NDList();
    long[] places = new long[count]; // of each box among the parts
    int next = 0;
    for (int level = 0; level < features.size(); level++) {
      int wanted = level;
      int[] members = IntStream.range(0, count).filter(i -> levels[i] == wanted).toArray();
      if (members.length > 0) {
        for (int member : members) {
          places[member] = next++;
        }
        float scale = 1f / features.get(level).stride();
        parts.add(
            RoiAlign.pool(
                maps.get(level),
                RegionBoxes.select(boxes, members),
                IntStream.of(members).map(i -> images[i]).toArray(),
                scale,
                side,
                training));
      }
    }
    if (parts.size() <= 1) {
      return parts.singletonOrThrow();
    }
    NDArray byLevel = NDArrays.concat(parts);
    parts.close();
    try (NDArray order = HostArrays.of(byLevel.getManager(), places, count)) {
      return byLevel.get(order);
    }
  }

  /** The position among the features of the level that a box belongs to. */
  int position(float[] boxes, int index) {
    int finest = Integer.numberOfTrailingZeros(features.get(0).stride());
    return rule.levelOf(boxes, index, finest, finest + features.size() - 1) - finest;
  }
}
