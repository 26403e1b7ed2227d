/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies the elements of a strided view into row-major order. */
final class StridedCopy {
  private final TensorLayout layout;
  private final int elementSize;

  StridedCopy(TensorLayout layout, int elementSize) {
    this.layout = layout;
    this.elementSize = elementSize;
  }

  /**
   * Copies.
   *
   * @param span bytes from the view's first element on
   * @param target receives the elements at its position
   */
  void copy(ByteBuffer span, ByteBuffer target) {
    ByteOrder order = target.order();
    span.order(ByteOrder.LITTLE_ENDIAN);
    target.order(ByteOrder.LITTLE_ENDIAN);
    long[] shape = layout.shape();
    long[] strides = layout.strides();
    int inner = shape.length - 1;
    long[] index = new long[shape.length];
    long base = 0;
    while (true) {
      row(span, target, base, shape[inner], strides[inner]);
      int d = inner - 1;
      while (d >= 0 && index[d] == shape[d] - 1) {
        base -= index[d] * strides[d];
        index[d--] = 0;
      }
      if (d < 0) {
        break;
      }
      index[d]++;
      base += strides[d];
    }
    target.order(order);
  }

  private void row(ByteBuffer span, ByteBuffer target, long base, long count, long stride) {
    int at = (int) (base * elementSize);
    int step = (int) (stride * elementSize);
    for (long i = 0; i < count; i++) {
      switch (elementSize) {
        case 1 -> target.put(span.get(at));
        case 2 -> target.putShort(span.getShort(at));
        case 4 -> target.putInt(span.getInt(at));
        default -> target.putLong(span.getLong(at));
      }
      at += step;
    }
  }
}
