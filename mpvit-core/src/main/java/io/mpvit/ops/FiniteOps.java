/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/**
 * Tells numbers from what is none. A sum is finite only if all its terms are, and the engine adds
 * up faster than it compares: arrays are looked at closely only where the sum is not finite.
 */
public final class FiniteOps {

  private FiniteOps() {}

  /**
   * How many elements of an array are no numbers.
   *
   * @param nan elements that are NaN
   * @param infinite elements that are infinite, of either sign
   * @param size all elements
   */
  public record Count(long nan, long infinite, long size) {

    /** Whether all elements are finite. */
    public boolean isFinite() {
      return nan + infinite == 0;
    }

    @Override
    public String toString() {
      String what =
          infinite == 0
              ? nan + " NaN"
              : nan == 0 ? infinite + " infinite" : nan + " NaN and " + infinite + " infinite";
      return "%s among %d value%s".formatted(what, size, size == 1 ? "" : "s");
    }
  }

  /**
   * Counts what is no number.
   *
   * @param array of any element type; integers are always numbers
   * @return the counts
   */
  public static Count count(NDArray array) {
    long size = array.size();
    if (size == 0 || !array.getDataType().isFloating()) {
      return new Count(0, 0, size);
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      if (Float.isFinite(array.sum().toType(DataType.FLOAT32, false).getFloat())) {
        return new Count(0, 0, size);
      }
      return new Count(trues(array.isNaN()), trues(array.isInfinite()), size);
    }
  }

  private static long trues(NDArray flags) {
    return flags.toType(DataType.INT64, false).sum().getLong();
  }

  /**
   * Refuses what a network gives if it holds anything but numbers.
   *
   * @param outputs arrays of any element types
   * @param what whose they are, for the message: {@code the box head}
   * @throws NonFiniteException if an element is NaN or infinite
   */
  public static void require(List<NDArray> outputs, String what) {
    for (NDArray output : outputs) {
      Count count = count(output);
      if (!count.isFinite()) {
        throw new NonFiniteException(
            ("%s gives no numbers: %s in its output %s. The weights are too large for this number"
                    + " format or do not belong to this network; if this is not fp32, try that")
                .formatted(what, count, output.getShape()));
      }
    }
  }
}
