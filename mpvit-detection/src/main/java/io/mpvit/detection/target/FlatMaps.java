/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.anchor.AnchorGenerator;
import java.util.Arrays;
import java.util.List;

/** Dense predictions of all levels in the order of their anchors: image, level, y, x, anchor. */
public final class FlatMaps {

  private FlatMaps() {}

  /**
   * Lays predictions out one row per anchor; gradients flow through.
   *
   * @param maps per level [N, A * values, H, W], an anchor's values side by side
   * @param values predictions per anchor
   * @return [N * anchors of an image, values]
   */
  public static NDArray rows(List<NDArray> maps, int values) {
    NDList levels = new NDList(maps.size());
    for (NDArray map : maps) {
      Shape s = map.getShape();
      levels.add(
          map.reshape(s.get(0), s.get(1) / values, values, s.get(2), s.get(3))
              .transpose(0, 3, 4, 1, 2) // [N, A, V, H, W] -> [N, H, W, A, V]
              .reshape(s.get(0), -1, values));
    }
    return NDArrays.concat(levels, 1).reshape(-1, values);
  }

  /**
   * The anchors of one image.
   *
   * @param generator gives the anchors of each level
   * @param maps one map per level, for their sizes: [N, any, H, W]
   * @return packed boxes in the order level, y, x, anchor
   */
  public static float[] anchors(AnchorGenerator generator, List<NDArray> maps) {
    float[] all = new float[0];
    for (int level = 0; level < maps.size(); level++) {
      Shape s = maps.get(level).getShape();
      float[] grid =
          generator.level(level).grid(Math.toIntExact(s.get(2)), Math.toIntExact(s.get(3)));
      int before = all.length;
      all = Arrays.copyOf(all, before + grid.length);
      System.arraycopy(grid, 0, all, before, grid.length);
    }
    return all;
  }
}
