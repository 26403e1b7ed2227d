/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies tensors of a checkpoint to the engine, guarding against types that would abort the JVM.
 */
final class EngineArrays {

  private EngineArrays() {}

  static NDArray create(CheckpointTensor tensor, CheckpointFile file, NDManager manager)
      throws IOException, CheckpointException {
    Shape shape = new Shape(tensor.shape());
    return switch (tensor.type()) {
      case FLOAT32, FLOAT64, INT64, INT32, INT8, UINT8 ->
          create(manager, tensor.read(), shape, tensor.type().dataType().orElseThrow());
      case BOOL -> create(manager, zeroOrOne(tensor.read()), shape, DataType.BOOLEAN);
      case FLOAT16, BFLOAT16 -> create(manager, widen(tensor), shape, DataType.FLOAT32);
      default ->
          throw file.damaged("DJL cannot hold elements of type " + tensor.type().torchName());
    };
  }

  /** An array made from Java data borrows the buffer; the copy does not. */
  private static NDArray create(NDManager manager, ByteBuffer data, Shape shape, DataType type) {
    if (shape.size() == 0) {
      return manager.create(shape, type);
    }
    try (NDArray borrowed = manager.create(data.order(ByteOrder.nativeOrder()), shape, type)) {
      return borrowed.duplicate();
    }
  }

  /** Any byte but 0 is true; the engine's kernels rely on 1. */
  private static ByteBuffer zeroOrOne(ByteBuffer data) {
    for (int i = 0; i < data.limit(); i++) {
      if (data.get(i) != 0) {
        data.put(i, (byte) 1);
      }
    }
    return data;
  }

  private static ByteBuffer widen(CheckpointTensor tensor) throws IOException, CheckpointException {
    ByteBuffer narrow = tensor.read().order(ByteOrder.LITTLE_ENDIAN);
    int count = narrow.remaining() / Short.BYTES;
    ByteBuffer wide =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
            .order(ByteOrder.nativeOrder());
    boolean half = tensor.type() == TensorType.FLOAT16;
    for (int i = 0; i < count; i++) {
      short bits = narrow.getShort(i * Short.BYTES);
      wide.putInt(i * Float.BYTES, half ? fromHalf(bits) : bits << 16);
    }
    return wide;
  }

  /** Bits of the float32 with the value of an IEEE 754 half. */
  static int fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return sign | 0x7f800000 | fraction << 13;
    }
    if (exponent == 0) {
      // Subnormal: fraction * 2^-24 is exact in float32.
      return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
    }
    return sign | exponent + 112 << 23 | fraction << 13;
  }
}
