/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor whose elements are made of other tensors' when they are read. */
abstract class DerivedTensor implements CheckpointTensor {

  private final TensorType type;
  private final long[] shape;

  DerivedTensor(TensorType type, long... shape) {
    this.type = type;
    this.shape = shape.clone();
  }

  @Override
  public final TensorType type() {
    return type;
  }

  @Override
  public final long[] shape() {
    return shape.clone();
  }

  @Override
  public final long numel() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  @Override
  public final Object storageId() {
    return tieId();
  }

  @Override
  public final void read(ByteBuffer target) throws IOException, CheckpointException {
    if (target.remaining() < byteSize()) {
      throw new IllegalArgumentException(
          "expected room for " + byteSize() + " bytes, found " + target.remaining());
    }
    fill(target);
  }

  /** Puts all elements into a buffer that has room for them. */
  abstract void fill(ByteBuffer target) throws IOException, CheckpointException;
}
