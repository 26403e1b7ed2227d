/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Bilinear interpolation of a map to another size, some rows at a time, so that a map of many
 * channels at a large size need not exist as a whole. A row's values do not depend on which rows
 * are computed with it. The places are those of {@link MapSizeOps#bilinearLike}.
 */
public final class BilinearRows {

  private final BilinearAxis vertical;
  private final BilinearAxis horizontal;

  /**
   * Sets the sizes.
   *
   * @param inHeight rows of the source
   * @param inWidth columns of the source
   * @param outHeight rows of the target
   * @param outWidth columns of the target
   */
  public BilinearRows(int inHeight, int inWidth, int outHeight, int outWidth) {
    vertical = new BilinearAxis(inHeight, outHeight);
    horizontal = new BilinearAxis(inWidth, outWidth);
  }

  /**
   * The first source row that a target row needs.
   *
   * @param row the target row
   * @return the source row
   */
  public int firstSourceRow(int row) {
    return vertical.lower(row);
  }

  /**
   * One past the last source row that a target row needs.
   *
   * @param row the target row
   * @return the end
   */
  public int endOfSourceRows(int row) {
    return vertical.upper(row) + 1;
  }

  /**
   * Computes rows of the target.
   *
   * @param source rows of the source, [rows, inWidth, C], the first being {@code
   *     firstSourceRow(from)} and the last {@code endOfSourceRows(to - 1) - 1} or a later one
   * @param from the first target row
   * @param to one past the last
   * @return [to - from, outWidth, C], of the source's manager
   */
  public NDArray compute(NDArray source, int from, int to) {
    int first = firstSourceRow(from);
    NDManager manager = source.getManager();
    return Kernels.call(
        "bilinear_rows",
        source,
        indices(manager, from, to, row -> vertical.lower(row) - first),
        indices(manager, from, to, row -> vertical.upper(row) - first),
        weights(manager, from, to, vertical),
        indices(manager, 0, horizontal.out(), horizontal::lower),
        indices(manager, 0, horizontal.out(), horizontal::upper),
        weights(manager, 0, horizontal.out(), horizontal));
  }

  private static NDArray indices(NDManager manager, int from, int to, IntUnaryOperator index) {
    return manager.create(IntStream.range(from, to).map(index).asLongStream().toArray());
  }

  private static NDArray weights(NDManager manager, int from, int to, BilinearAxis axis) {
    float[] weights = new float[to - from];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = axis.weight(from + i);
    }
    return manager.create(weights);
  }
}
