/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.util.Arrays;

/**
 * Where a tensor's elements lie in its storage: element (i0, i1, ...) is storage[offset + sum(i_d *
 * stride_d)].
 *
 * @param offset first element
 * @param shape sizes
 * @param strides steps in elements, as many as sizes
 * @param numel product of the sizes
 */
public record TensorLayout(long offset, long[] shape, long[] strides, long numel) {
  private static final int MAX_RANK = 64;

  /** A small storage may be expanded to this many bytes by strides of 0. */
  private static final long EXPAND_LIMIT = 16L << 20;

  /**
   * Row-major layout without gaps.
   *
   * @param shape sizes, none negative
   * @return the layout at offset 0
   * @throws ArithmeticException if the number of elements overflows 64 bits
   */
  public static TensorLayout dense(long... shape) {
    long numel = 1;
    long[] strides = new long[shape.length];
    if (empty(shape)) {
      Arrays.fill(strides, 1);
      return new TensorLayout(0, shape, strides, 0);
    }
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = numel;
      numel = Math.multiplyExact(numel, shape[d]);
    }
    return new TensorLayout(0, shape, strides, numel);
  }

  /**
   * Column-major layout without gaps, NumPy's Fortran order.
   *
   * @param shape sizes, none negative
   * @return the layout at offset 0
   * @throws ArithmeticException if the number of elements overflows 64 bits
   */
  public static TensorLayout fortran(long... shape) {
    if (empty(shape)) {
      return dense(shape);
    }
    long numel = 1;
    long[] strides = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      strides[d] = numel;
      numel = Math.multiplyExact(numel, shape[d]);
    }
    return new TensorLayout(0, shape, strides, numel);
  }

  /**
   * Checks a shape from a file.
   *
   * @param file what fails
   * @param shape sizes as the file has them
   * @return the product of the sizes
   * @throws CheckpointException if a size is negative, or there are too many, or they overflow
   */
  public static long checkShape(CheckpointFile file, long[] shape) throws CheckpointException {
    if (shape.length > MAX_RANK) {
      throw file.damaged("tensor of " + shape.length + " dimensions, at most 64 are possible");
    }
    for (long size : shape) {
      if (size < 0) {
        throw file.damaged("tensor with negative size in its shape " + Arrays.toString(shape));
      }
    }
    try {
      return dense(shape).numel;
    } catch (ArithmeticException e) {
      throw file.damaged("tensor shape " + Arrays.toString(shape) + " overflows 64 bits", e);
    }
  }

  /**
   * Checks a layout from a file against the storage that it is meant for.
   *
   * @param file what fails
   * @param offset first element, counted from the view's start
   * @param shape sizes
   * @param strides steps in elements
   * @param view the window of the storage
   * @param bytes size of an element
   * @return the layout
   * @throws CheckpointException if the elements do not lie in the view, or are absurdly many
   */
  public static TensorLayout check(
      CheckpointFile file, long offset, long[] shape, long[] strides, StorageView view, int bytes)
      throws CheckpointException {
    if (shape.length != strides.length) {
      throw file.damaged(
          "tensor of " + shape.length + " sizes with " + strides.length + " strides");
    }
    long numel = checkShape(file, shape);
    if (offset < 0 || Arrays.stream(strides).anyMatch(s -> s < 0)) {
      throw file.damaged("tensor with negative storage offset or stride");
    }
    Storage storage = view.storage();
    long elements = storage.type() == null ? view.numel() / bytes : view.numel();
    if (numel > 0 && last(offset, shape, strides) >= elements) {
      throw file.damaged(
          "tensor of shape "
              + Arrays.toString(shape)
              + " reaches beyond its "
              + storage.label()
              + " of "
              + elements
              + " elements");
    }
    if (numel > Math.max(storage.byteSize(), EXPAND_LIMIT) / bytes) {
      throw file.damaged(
          "tensor of shape "
              + Arrays.toString(shape)
              + " expands a much smaller storage: too large, refused");
    }
    return new TensorLayout(offset, shape, strides, numel);
  }

  /** Index of the last element; MAX_VALUE when it does not fit 64 bits. */
  private static long last(long offset, long[] shape, long[] strides) {
    try {
      long index = offset;
      for (int d = 0; d < shape.length; d++) {
        index = Math.addExact(index, Math.multiplyExact(shape[d] - 1, strides[d]));
      }
      return index;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Elements from the first to the last one that the tensor touches. */
  long span() {
    return numel == 0 ? 0 : last(0, shape, strides) + 1;
  }

  /**
   * Returns whether the elements lie in row-major order without gaps.
   *
   * @return true for an empty tensor too
   */
  public boolean contiguous() {
    long expected = 1;
    for (int d = shape.length - 1; d >= 0 && numel > 0; d--) {
      if (shape[d] != 1 && strides[d] != expected) {
        return false;
      }
      expected *= shape[d];
    }
    return true;
  }

  /**
   * Returns the layout elsewhere in the storage.
   *
   * @param by elements to move by
   * @return the moved layout
   */
  public TensorLayout shifted(long by) {
    return new TensorLayout(offset + by, shape, strides, numel);
  }

  private static boolean empty(long[] shape) {
    return Arrays.stream(shape).anyMatch(s -> s == 0);
  }
}
