/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * A tensor that takes no memory until it is read: element i of tensor n is n * 1e6 + i, or n for a
 * counter.
 */
record CountingTensor(TensorType type, long[] sizes, int number) implements CheckpointTensor {

  private static final float STEP = 1e6f;

  @Override
  public long[] shape() {
    return sizes.clone();
  }

  @Override
  public long numel() {
    long numel = 1;
    for (long size : sizes) {
      numel *= size;
    }
    return numel;
  }

  @Override
  public Object storageId() {
    return this;
  }

  @Override
  public Object tieId() {
    return this;
  }

  @Override
  public void read(ByteBuffer target) {
    ByteOrder order = target.order();
    target.order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < numel(); i++) {
      if (type == TensorType.INT64) {
        target.putLong(number);
      } else {
        target.putFloat(number * STEP + i);
      }
    }
    target.order(order);
  }

  @Override
  public ByteBuffer read() {
    ByteBuffer data = ByteBuffer.allocateDirect((int) byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    read(data);
    return data.flip();
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    channel.write(read());
  }

  @Override
  public NDArray toNDArray(NDManager manager) {
    throw new UnsupportedOperationException("a test of names needs no engine");
  }

  // Tensors are compared by identity, as those of files are.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
