/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays with a copy of Java data, on the manager's device. The engine's own arrays of Java data
 * borrow the memory, which must then outlive every use, also by gradients.
 */
public final class HostArrays {

  private HostArrays() {}

  /**
   * Copies float32 values.
   *
   * @param manager owns the array
   * @param values row-major
   * @param shape as many elements
   * @return the array
   */
  public static NDArray of(NDManager manager, float[] values, long... shape) {
    Shape wanted = checked(values.length, shape);
    if (values.length == 0) {
      return manager.create(wanted, DataType.FLOAT32);
    }
    try (NDArray borrowed = manager.create(values, wanted)) {
      return borrowed.duplicate();
    }
  }

  /**
   * Copies int64 values.
   *
   * @param manager owns the array
   * @param values row-major
   * @param shape as many elements
   * @return the array
   */
  public static NDArray of(NDManager manager, long[] values, long... shape) {
    Shape wanted = checked(values.length, shape);
    if (values.length == 0) {
      return manager.create(wanted, DataType.INT64);
    }
    try (NDArray borrowed = manager.create(values, wanted)) {
      return borrowed.duplicate();
    }
  }

  /**
   * Copies truth values.
   *
   * @param manager owns the array
   * @param values row-major
   * @param shape as many elements
   * @return the array
   */
  public static NDArray of(NDManager manager, boolean[] values, long... shape) {
    Shape wanted = checked(values.length, shape);
    if (values.length == 0) {
      return manager.create(wanted, DataType.BOOLEAN);
    }
    try (NDArray borrowed = manager.create(values, wanted)) {
      return borrowed.duplicate();
    }
  }

  private static Shape checked(int length, long... shape) {
    Shape wanted = new Shape(shape);
    if (wanted.size() != length) {
      throw new IllegalArgumentException(
          "expected " + wanted.size() + " values for " + wanted + ", found " + length);
    }
    return wanted;
  }
}
