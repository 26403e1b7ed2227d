/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;

/** Attention with decomposed relative positions and residual queries (MViTv2, section 3.1). */
public final class PoolingAttentionOps {

  private PoolingAttentionOps() {}

  /**
   * The rows of a table of relative positions that belong to queries and keys along one axis. A
   * table made for other lengths is stretched linearly to {@code 2 max(q, k) - 1} rows first. Query
   * i and key j take row {@code i max(k/q, 1) - j max(q/k, 1) + (k - 1) max(q/k, 1)}, cut off.
   *
   * @param table [L, C], one row per distance
   * @param queries the number of queries q, at least 1
   * @param keys the number of keys k, at least 1
   * @param training whether gradients flow through
   * @return [q, k, C]
   */
  public static NDArray relativeRows(NDArray table, long queries, long keys, boolean training) {
    return training
        ? Kernels.differentiate("relative_rows_of", new long[] {queries, keys}, table)
        : Kernels.call("relative_rows", table, queries, keys);
  }

  /**
   * Attention within windows: {@code softmax(q k / sqrt(C) + q rowsH + q rowsW) v + q}. Windows
   * have the sizes of the rows of relative positions; where a window reaches beyond the map it is
   * filled up with keys and values of zero, which take part. At inference the scores exist for
   * about half a million pairs of a query and a key at a time.
   *
   * @param queries [B, H, W, heads, C]
   * @param keys [B, H', W', heads, C]
   * @param values [B, H', W', heads, C]
   * @param rowsH [height of a window of queries, height of a window of keys, C]
   * @param rowsW [width of a window of queries, width of a window of keys, C]
   * @param training whether gradients flow through
   * @return [B, H, W, heads * C]
   */
  public static NDArray attention(
      NDArray queries,
      NDArray keys,
      NDArray values,
      NDArray rowsH,
      NDArray rowsW,
      boolean training) {
    return training
        ? Kernels.differentiate("pooled_attention", queries, keys, values, rowsH, rowsW)
        : Kernels.call("pooled_attention", queries, keys, values, rowsH, rowsW);
  }
}
