/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
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
    TensorType type = tensor.type();
    boolean widen = type == TensorType.FLOAT16 || type == TensorType.BFLOAT16;
    DataType target = widen ? DataType.FLOAT32 : held(type, file);
    Shape shape = new Shape(tensor.shape());
    if (shape.size() == 0) {
      return manager.create(shape, target);
    }
    long wideBytes = widen ? Math.multiplyExact(tensor.numel(), Float.BYTES) : 0;
    long bytes = tensor.byteSize() + wideBytes;
    ByteBuffer scratch = file.scratch().take(file, bytes, "a tensor of shape " + shape);
    ByteBuffer wide = scratch.slice(0, (int) wideBytes);
    ByteBuffer data = scratch.slice((int) wideBytes, (int) tensor.byteSize());
    tensor.read(data);
    data.flip();
    if (widen) {
      widen(data, wide, type == TensorType.FLOAT16);
      data = wide;
    } else if (type == TensorType.BOOL) {
      zeroOrOne(data);
    }
    // An array made from Java data borrows the buffer; the copy does not.
    try (NDArray borrowed = manager.create(data.order(ByteOrder.nativeOrder()), shape, target)) {
      return borrowed.duplicate();
    } finally {
      file.scratch().give(scratch);
    }
  }

  private static DataType held(TensorType type, CheckpointFile file) throws CheckpointException {
    return switch (type) {
      case FLOAT32, FLOAT64, INT64, INT32, INT8, UINT8, BOOL -> type.dataType().orElseThrow();
      default -> throw file.damaged("DJL cannot hold elements of type " + type.torchName());
    };
  }

  /** Any byte but 0 is true; the engine's kernels rely on 1. */
  private static void zeroOrOne(ByteBuffer data) {
    for (int i = 0; i < data.limit(); i++) {
      if (data.get(i) != 0) {
        data.put(i, (byte) 1);
      }
    }
  }

  private static void widen(ByteBuffer narrow, ByteBuffer wide, boolean half) {
    narrow.order(ByteOrder.LITTLE_ENDIAN);
    wide.order(ByteOrder.nativeOrder());
    int count = narrow.remaining() / Short.BYTES;
    for (int i = 0; i < count; i++) {
      short bits = narrow.getShort(i * Short.BYTES);
      wide.putInt(i * Float.BYTES, half ? NarrowFloats.fromHalf(bits) : bits << 16);
    }
  }
}
