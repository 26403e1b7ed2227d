/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Changes of a map's height and width as PyTorch computes them. DJL's own interpolation smooths
 * when it shrinks a map, which PyTorch's does not.
 */
public final class MapSizeOps {

  private MapSizeOps() {}

  /**
   * Bilinear interpolation to the size of another map, for enlarging and shrinking. A target cell's
   * place is {@code (i + 0.5) * in / out - 0.5}, at least 0; beyond the last cell its value holds.
   *
   * @param map [B, C, h, w]
   * @param like [..., H, W]; only its size counts, it may be empty
   * @param training whether gradients flow through
   * @return [B, C, H, W], channels last
   */
  public static NDArray bilinearLike(NDArray map, NDArray like, boolean training) {
    return training
        ? Kernels.differentiate("bilinear_like", map, like)
        : Kernels.call("bilinear_like", map, like);
  }

  /**
   * Means over a grid of n x m cells that cover a map. Cell i spans rows {@code floor(i * h / n)}
   * up to {@code ceil((i + 1) * h / n)}, so cells overlap where n does not divide h, and repeat
   * where h is less than n.
   *
   * @param map [B, C, h, w]
   * @param rows n
   * @param columns m
   * @param training whether gradients flow through
   * @return [B, C, n, m]
   */
  public static NDArray meanCells(NDArray map, int rows, int columns, boolean training) {
    // An empty array carries the size, because differentiated calls take arrays only.
    try (NDArray size = map.getManager().create(new Shape(0, rows, columns))) {
      return training
          ? Kernels.differentiate("mean_cells_like", map, size)
          : Kernels.call("mean_cells_like", map, size);
    }
  }

  /**
   * {@code fine + nearest_upsample_x2(coarse)}, without making the enlarged map: every value of the
   * coarse map is added to a 2x2 block of the fine one.
   *
   * @param fine [B, C, 2 H, 2 W]; at inference the sum takes its values' place
   * @param coarse [B, C, H, W]
   * @param training whether gradients flow through
   * @return [B, C, 2 H, 2 W]; at inference in the fine map's memory
   */
  public static NDArray addDoubled(NDArray fine, NDArray coarse, boolean training) {
    return training
        ? Kernels.differentiate("add_doubled", fine, coarse)
        : Kernels.call("add_doubled", fine, coarse);
  }
}
