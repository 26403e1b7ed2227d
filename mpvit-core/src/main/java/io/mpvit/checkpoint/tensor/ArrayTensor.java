/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An engine's array as a tensor of a state dict. */
final class ArrayTensor implements CheckpointTensor {
  private final NDArray array;
  private final TensorType type;
  private final long[] shape;

  ArrayTensor(NDArray array) {
    this.array = array;
    this.shape = array.getShape().getShape().clone();
    this.type =
        TensorType.of(array.getDataType())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "checkpoint files have no element type " + array.getDataType()));
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public long numel() {
    return array.size();
  }

  @Override
  public Object storageId() {
    return tieId();
  }

  /** The handle's own name: two handles may share memory, which DJL does not tell. */
  @Override
  public Object tieId() {
    return "NDArray " + array.getUid();
  }

  @Override
  public ByteBuffer read() {
    return array.toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void read(ByteBuffer target) {
    if (target.remaining() < byteSize()) {
      throw new IllegalArgumentException(
          "expected room for " + byteSize() + " bytes, found " + target.remaining());
    }
    target.put(read());
  }
}
