/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.mpvit.ops.ScoreOrder;

/**
 * The best entries of a score map, by descending value, equal values by position.
 *
 * <p>They are found in the engine: a dense detector scores ten million (anchor, class) pairs on an
 * 800-pixel image, and only the winners are worth carrying into Java.
 *
 * @param positions flat row-major positions in the map
 * @param values the values there
 */
public record TopScores(int[] positions, float[] values) {

  /**
   * Selects at most {@code limit} values that are strictly greater than a threshold. NaN is never
   * greater. Where equal values straddle the limit, those at the smaller positions win, so the
   * choice does not depend on the engine's sorting.
   *
   * @param map float32 values of any shape
   * @param threshold lower bound, exclusive; negative infinity takes all numbers above it
   * @param limit largest number of entries
   * @return the selected entries
   * @throws IllegalArgumentException if the map is not float32 or the limit not positive
   */
  public static TopScores select(NDArray map, float threshold, int limit) {
    if (map.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException("score map: expected float32, found " + map.getDataType());
    }
    if (limit <= 0) {
      throw new IllegalArgumentException("limit must be positive, found " + limit);
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray flat = map.flatten();
      NDArray positions = where(flat.gt(threshold));
      NDArray values = flat.gather(positions, 0);
      if (values.size() > limit) {
        NDArray best = best(values, limit);
        positions = positions.gather(best, 0);
        values = values.gather(best, 0);
      }
      return sorted(positions.toLongArray(), values.toFloatArray());
    }
  }

  /**
   * Returns the number of entries.
   *
   * @return at most the limit asked for
   */
  public int size() {
    return positions.length;
  }

  /** Picks exactly {@code limit} of more values: all above the limit-th, then the first equals. */
  private static NDArray best(NDArray values, int limit) {
    float cut = values.topK(limit, 0, true, false).get(0).min().getFloat();
    NDArray above = where(values.gt(cut));
    NDArray equal = where(values.eq(cut)).get("0:" + (limit - above.size()));
    return NDArrays.concat(new NDList(above, equal));
  }

  /** Positions of the true values of a flat mask, ascending. */
  private static NDArray where(NDArray mask) {
    return mask.nonzero().flatten(); // [n, 1] -> [n]
  }

  /** Ranks the winners; equal values arrive by ascending position and stay so. */
  private static TopScores sorted(long[] positions, float[] values) {
    int[] ranking = ScoreOrder.descending(values);
    int[] outPositions = new int[ranking.length];
    float[] outValues = new float[ranking.length];
    for (int i = 0; i < ranking.length; i++) {
      outPositions[i] = Math.toIntExact(positions[ranking[i]]);
      outValues[i] = values[ranking[i]];
    }
    return new TopScores(outPositions, outValues);
  }
}
