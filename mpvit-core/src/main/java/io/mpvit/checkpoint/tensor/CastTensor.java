/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.ScratchPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A floating-point tensor whose elements are converted when they are read. */
public final class CastTensor implements CheckpointTensor {

  /** Tensors are tied if their sources are. */
  private record CastId(Object source, TensorType type) {}

  /** Whole elements of every size. */
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final CheckpointTensor source;
  private final TensorType type;
  private final Path file;
  private final ScratchPool scratch;

  /**
   * Makes the tensor.
   *
   * @param name what to call it in messages
   * @param source a float64, float32, float16 or bfloat16 tensor
   * @param type float32, float16 or bfloat16
   * @param file what to name in messages
   * @param scratch memory for the source's elements
   */
  public CastTensor(
      String name, CheckpointTensor source, TensorType type, Path file, ScratchPool scratch) {
    this.name = name;
    this.source = source;
    this.type = type;
    this.file = file;
    this.scratch = scratch;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public long[] shape() {
    return source.shape();
  }

  @Override
  public long numel() {
    return source.numel();
  }

  @Override
  public Object storageId() {
    return tieId();
  }

  @Override
  public Object tieId() {
    return new CastId(source.tieId(), type);
  }

  @Override
  public void read(ByteBuffer target) throws IOException, CheckpointException {
    if (target.remaining() < byteSize()) {
      throw new IllegalArgumentException(
          "expected room for " + byteSize() + " bytes, found " + target.remaining());
    }
    ByteBuffer values = values();
    ByteOrder order = target.order();
    target.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < numel(); i++) {
      put(value(values, i), target);
    }
    target.order(order);
    scratch.give(values);
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException, CheckpointException {
    ByteBuffer values = values();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < numel(); i++) {
      put(value(values, i), chunk);
      if (!chunk.hasRemaining() || i == numel() - 1) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          channel.write(chunk);
        }
        chunk.clear();
      }
    }
    scratch.give(values);
  }

  /** The source's elements, to be given back. */
  private ByteBuffer values() throws IOException, CheckpointException {
    ByteBuffer values =
        scratch.take(CheckpointFile.MEMORY, source.byteSize(), "tensor " + name + " of " + file);
    source.read(values);
    return values.flip();
  }

  private double value(ByteBuffer values, int i) {
    return switch (source.type()) {
      case FLOAT64 -> values.getDouble(i * Double.BYTES);
      case FLOAT32 -> values.getFloat(i * Float.BYTES);
      case FLOAT16 -> Float.intBitsToFloat(NarrowFloats.fromHalf(values.getShort(i * Short.BYTES)));
      default -> Float.intBitsToFloat(values.getShort(i * Short.BYTES) << Short.SIZE);
    };
  }

  private void put(double value, ByteBuffer target) throws CheckpointException {
    double rounded =
        switch (type) {
          case FLOAT16 -> {
            short bits = NarrowFloats.toHalf(value);
            target.putShort(bits);
            yield Float.intBitsToFloat(NarrowFloats.fromHalf(bits));
          }
          case BFLOAT16 -> {
            short bits = NarrowFloats.toBfloat16(value);
            target.putShort(bits);
            yield Float.intBitsToFloat(bits << Short.SIZE);
          }
          default -> {
            float single = (float) value;
            target.putFloat(single);
            yield single;
          }
        };
    if (Double.isInfinite(rounded) && !Double.isInfinite(value)) {
      throw new CheckpointException(
          file,
          "tensor " + name + " has the value " + value + ", too large for " + type.torchName());
    }
  }
}
