/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The product of two 2048 x 2048 matrices of 32-bit floats: what the engine makes of this processor
 * at best, and so the yardstick for networks.
 */
public final class MatrixProduct implements AutoCloseable {

  private static final int SIZE = 2048;

  /** A multiplication and an addition for each triple of row, column and inner index. */
  private static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;

  private final NDManager manager;
  private final NDArray a;
  private final NDArray b;

  /**
   * Makes the operands.
   *
   * @param parent tells the device; owns the operands until {@link #close}
   */
  public MatrixProduct(NDManager parent) {
    manager = parent.newSubManager();
    a = manager.randomUniform(-1, 1, new Shape(SIZE, SIZE));
    b = manager.randomUniform(-1, 1, new Shape(SIZE, SIZE));
  }

  /**
   * Computes the product once, with the threads that the engine now uses.
   *
   * @return operations per second of processor time, all threads together; on a GPU, of time
   */
  public double rate() {
    Stopwatch watch = new Stopwatch();
    try (NDArray product = a.matMul(b)) {
      return OPERATIONS / watch.stop(product).processorSeconds();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
