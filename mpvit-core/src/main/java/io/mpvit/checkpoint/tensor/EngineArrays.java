/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.Device;
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
 * Reads tensors of a checkpoint into the engine's own memory, so that nothing is held twice, and
 * guards against types that would abort the JVM.
 */
final class EngineArrays {

  private EngineArrays() {}

  static NDArray create(CheckpointTensor tensor, CheckpointFile file, NDManager manager)
      throws IOException, CheckpointException {
    Device device = manager.getDevice();
    if (!device.isGpu()) {
      return onHost(tensor, file, manager);
    }
    // A view of an array on a GPU would be a view of a copy.
    try (NDManager host = manager.newSubManager(Device.cpu())) {
      NDArray array = onHost(tensor, file, host).toDevice(device, true);
      array.attach(manager);
      return array;
    }
  }

  private static NDArray onHost(CheckpointTensor tensor, CheckpointFile file, NDManager manager)
      throws IOException, CheckpointException {
    TensorType type = tensor.type();
    boolean widen = type == TensorType.FLOAT16 || type == TensorType.BFLOAT16;
    DataType target = widen ? DataType.FLOAT32 : held(type, file);
    Shape shape = new Shape(tensor.shape());
    long bytes = widen ? Math.multiplyExact(tensor.numel(), Float.BYTES) : tensor.byteSize();
    if (bytes > Integer.MAX_VALUE) {
      throw file.damaged(
          "a tensor of shape " + shape + " has " + bytes + " bytes, more than 2 GiB: unsupported");
    }
    NDArray array = manager.create(shape, target);
    boolean filled = false;
    try {
      if (bytes > 0) {
        fill(array.toByteBuffer(true), tensor, type);
      }
      filled = true;
      return array;
    } finally {
      if (!filled) {
        array.close();
      }
    }
  }

  /**
   * Fills an array's memory.
   *
   * @param memory all of the array's elements, in place
   */
  private static void fill(ByteBuffer memory, CheckpointTensor tensor, TensorType type)
      throws IOException, CheckpointException {
    ByteBuffer data = memory.order(ByteOrder.nativeOrder());
    switch (type) {
      case FLOAT16, BFLOAT16 -> {
        // The narrow elements lie in the upper half until they are widened, the first ones first.
        data.position(data.limit() / 2);
        tensor.read(data);
        widen(data, (int) tensor.numel(), type == TensorType.FLOAT16);
      }
      case BOOL -> {
        tensor.read(data);
        zeroOrOne(data);
      }
      default -> tensor.read(data);
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

  private static void widen(ByteBuffer data, int count, boolean half) {
    int narrow = count * Short.BYTES;
    for (int i = 0; i < count; i++) {
      short bits = data.getShort(narrow + i * Short.BYTES);
      data.putInt(i * Float.BYTES, half ? NarrowFloats.fromHalf(bits) : bits << Short.SIZE);
    }
  }
}
