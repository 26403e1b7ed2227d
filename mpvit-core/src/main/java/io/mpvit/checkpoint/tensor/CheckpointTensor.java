/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.file.Buffers;
import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;

/**
 * One tensor of a state dict. Its elements are read when asked for, dense, row-major and
 * little-endian, however they lie in the file.
 *
 * <p>A tensor that is made of others needs the first methods up to {@link #read(ByteBuffer)}; the
 * rest follows from them.
 */
public interface CheckpointTensor {

  /**
   * Returns the element type.
   *
   * @return the type in the file
   */
  TensorType type();

  /**
   * Returns the sizes.
   *
   * @return a fresh array, empty for a scalar
   */
  long[] shape();

  /**
   * Returns the number of elements.
   *
   * @return the product of the sizes, 1 for a scalar
   */
  long numel();

  /**
   * Returns the size of the dense elements.
   *
   * @return bytes
   */
  default long byteSize() {
    return numel() * type().byteSize();
  }

  /**
   * Identifies the storage. Tensors on one storage return equal objects, even where they show
   * different parts of it.
   *
   * @return an object with identity only
   */
  Object storageId();

  /**
   * Identifies the elements. Tensors that show the same elements of one storage in the same order,
   * as tied weights do, return equal objects.
   *
   * @return an object for comparison only
   */
  Object tieId();

  /**
   * Reads all elements into a buffer, from its position on.
   *
   * @param target receives {@link #byteSize()} bytes; direct buffers are fastest
   * @throws IllegalArgumentException if fewer bytes remain in the buffer
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged
   */
  void read(ByteBuffer target) throws IOException, CheckpointException;

  /**
   * Reads all elements into a new buffer.
   *
   * @return a direct little-endian buffer of {@link #byteSize()} bytes
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged, or the tensor has 2 GiB or more
   */
  default ByteBuffer read() throws IOException, CheckpointException {
    ByteBuffer target =
        Buffers.direct(
            CheckpointFile.MEMORY, byteSize(), "a tensor of shape " + Arrays.toString(shape()));
    read(target);
    return target.flip();
  }

  /**
   * Writes all elements to a channel, in pieces where they lie dense in the file.
   *
   * @param channel where to write
   * @throws IOException if reading or writing fails
   * @throws CheckpointException if the file is damaged
   */
  default void writeTo(WritableByteChannel channel) throws IOException, CheckpointException {
    ByteBuffer data = read();
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }

  /**
   * Copies the elements to the engine. float16 and bfloat16 become float32; types that the engine
   * cannot hold fail.
   *
   * @param manager owner of the result
   * @return a new array; the elements are read into the engine's own memory
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged, or DJL has no such element type
   */
  default NDArray toNDArray(NDManager manager) throws IOException, CheckpointException {
    return EngineArrays.create(this, CheckpointFile.MEMORY, manager);
  }

  /**
   * Shows some of this tensor's rows, which are what its first axis counts. They are read with the
   * whole tensor.
   *
   * @param from the first row
   * @param to the row after the last
   * @return a view of shape [to - from, ...]
   * @throws IllegalArgumentException if there are no such rows
   */
  default CheckpointTensor rows(long from, long to) {
    return new RowsTensor(this, from, to);
  }

  /**
   * Shows the rows of several tensors, one tensor after the other, as one tensor.
   *
   * @param parts at least one tensor
   * @return a view, with the parts' rows added up
   * @throws IllegalArgumentException if types or further axes differ
   */
  static CheckpointTensor joined(List<CheckpointTensor> parts) {
    return new JoinedTensor(parts);
  }

  /**
   * Shows the elements under other sizes, in the same order.
   *
   * @param shape sizes with the same product
   * @return a view of this tensor
   * @throws IllegalArgumentException if the sizes hold another number of elements
   */
  default CheckpointTensor reshaped(long... shape) {
    return new ReshapedTensor(this, shape);
  }

  /**
   * Makes a tensor of bytes in memory, which are borrowed and must not change.
   *
   * @param type element type
   * @param data little-endian elements from position to limit, in row-major order
   * @param shape sizes, none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if data and shape do not fit
   */
  static CheckpointTensor of(TensorType type, ByteBuffer data, long... shape) {
    long numel = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size " + size);
      }
      numel = Math.multiplyExact(numel, size);
    }
    if (data.remaining() != Math.multiplyExact(numel, type.byteSize())) {
      throw new IllegalArgumentException(
          "expected " + numel + " elements of " + type + ", found " + data.remaining() + " bytes");
    }
    ByteRegion region = ByteRegion.of(data);
    Storage storage = Storage.over(type, "memory", region, false);
    return new StoredTensor(
        CheckpointFile.MEMORY, storage, type, TensorLayout.dense(shape.clone()));
  }

  /**
   * Makes a float32 tensor of values in memory, which are copied.
   *
   * @param values elements in row-major order
   * @param shape sizes, none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if values and shape do not fit
   */
  static CheckpointTensor of(float[] values, long... shape) {
    ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES);
    data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return of(TensorType.FLOAT32, data, shape);
  }

  /**
   * Makes a tensor that reads an engine's array when it is written. The array is borrowed and must
   * stay open; one array under several names is one tied tensor.
   *
   * @param array the elements
   * @return the tensor
   * @throws IllegalArgumentException if checkpoint files have no such element type
   */
  static CheckpointTensor of(NDArray array) {
    return new ArrayTensor(array);
  }
}
