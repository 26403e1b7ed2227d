/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** The elements of a tensor under other sizes. */
final class ReshapedTensor implements CheckpointTensor {
  private final CheckpointTensor source;
  private final long[] shape;

  ReshapedTensor(CheckpointTensor source, long... shape) {
    long numel = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (numel != source.numel() || Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + Arrays.toString(source.shape())
              + " cannot be seen as "
              + Arrays.toString(shape));
    }
    this.source = source;
    this.shape = shape.clone();
  }

  @Override
  public TensorType type() {
    return source.type();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public long numel() {
    return source.numel();
  }

  @Override
  public Object storageId() {
    return source.storageId();
  }

  /** The same elements in the same order. */
  @Override
  public Object tieId() {
    return source.tieId();
  }

  @Override
  public void read(ByteBuffer target) throws IOException, CheckpointException {
    source.read(target);
  }

  @Override
  public ByteBuffer read() throws IOException, CheckpointException {
    return source.read();
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException, CheckpointException {
    source.writeTo(channel);
  }

  @Override
  public NDArray toNDArray(NDManager manager) throws IOException, CheckpointException {
    // The second handle keeps the memory; nothing is copied.
    try (NDArray array = source.toNDArray(manager)) {
      return array.reshape(new Shape(shape));
    }
  }
}
