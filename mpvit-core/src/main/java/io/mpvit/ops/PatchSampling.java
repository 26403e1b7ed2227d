/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Deformable patches (<a href="https://arxiv.org/abs/2107.14467">DPT</a>, section 3.2): cells of a
 * grid predict boxes, and nine points of each box are read from a map.
 */
public final class PatchSampling {

  /** The points of a box: three columns of three, column by column. */
  public static final int POINTS = 9;

  private static final int PER_CELL = 4;

  private PatchSampling() {}

  /**
   * The boxes that cells predict. A cell (row, column) of a grid of h rows and w columns has its
   * centre at ((column + 0.5) / w, (row + 0.5) / h). Predictions (a, b, c, d) move it by (tanh(a) /
   * w, tanh(b) / h); the box reaches max(tanh(c + bias), 0) / w to both sides and as much, with d
   * and h, up and down. Its edges are held within the map.
   *
   * @param predictions [B, h, w, 4]
   * @param bias [2], added to c and d
   * @param training whether gradients flow through
   * @return [B, h * w, 4], x1, y1, x2, y2 from 0 to 1 across the map
   */
  public static NDArray boxes(NDArray predictions, NDArray bias, boolean training) {
    Shape shape = predictions.getShape();
    if (shape.dimension() != 4 || shape.get(3) != PER_CELL || bias.getShape().size() != 2) {
      throw new IllegalArgumentException(
          "patches: expected predictions [B, h, w, 4] and a bias [2], found "
              + shape
              + " and "
              + bias.getShape());
    }
    return training
        ? Kernels.differentiate("patch_boxes", predictions, bias)
        : Kernels.call("patch_boxes", predictions, bias);
  }

  /**
   * The points of boxes: left, middle and right edge, on each top, middle and bottom.
   *
   * @param boxes [B, N, 4]
   * @param training whether gradients flow through
   * @return [B, N * 9, 2], x and y from 0 to 1 across the map
   */
  public static NDArray points(NDArray boxes, boolean training) {
    return training
        ? Kernels.differentiate("patch_points", boxes)
        : Kernels.call("patch_points", boxes);
  }

  /**
   * Reads points of a map bilinearly; elements outside count as zero. A point is a query of {@link
   * DeformableAttention} that looks at one place with weight one.
   *
   * @param map [B, C, H, W]
   * @param points [B, N * 9, 2], as of {@link #points}
   * @param training whether gradients flow to map and points
   * @return [B, N, 9 * C]
   */
  public static NDArray values(NDArray map, NDArray points, boolean training) {
    Shape m = map.getShape();
    Shape p = points.getShape();
    NDManager manager = map.getManager();
    NDArray tokens = TokenOps.toTokens(map);
    NDArray value = tokens.reshape(m.get(0), m.get(2) * m.get(3), 1, m.get(1));
    NDArray size = HostArrays.of(manager, new long[] {m.get(2), m.get(3)}, 1, 2);
    NDArray places = points.reshape(p.get(0), p.get(1), 1, 1, 1, 2);
    NDArray ones = manager.ones(new Shape(p.get(0), p.get(1), 1, 1, 1), DataType.FLOAT32);
    return DeformableAttention.attend(value, size, places, ones, training)
        .reshape(p.get(0), p.get(1) / POINTS, POINTS * m.get(1));
  }
}
