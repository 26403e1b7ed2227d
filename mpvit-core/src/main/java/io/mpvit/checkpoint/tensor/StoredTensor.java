/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.file.Buffers;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;

/** A view of a storage in a file or in memory. */
public final class StoredTensor implements CheckpointTensor {
  private final CheckpointFile file;

  private final Storage storage;
  private final TensorType type;
  private final TensorLayout layout;

  /**
   * Makes the tensor.
   *
   * @param file what fails, and whose memory is used
   * @param storage where the elements lie
   * @param type element type
   * @param layout which elements; must lie in the storage
   */
  public StoredTensor(CheckpointFile file, Storage storage, TensorType type, TensorLayout layout) {
    this.file = file;
    this.storage = storage;
    this.type = type;
    this.layout = layout;
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public long[] shape() {
    return layout.shape().clone();
  }

  @Override
  public long numel() {
    return layout.numel();
  }

  @Override
  public Object storageId() {
    return storage;
  }

  /** Dense views are the same elements whatever their shape. */
  @Override
  public Object tieId() {
    List<Object> id = List.of(storage, type, layout.offset(), layout.numel());
    return layout.contiguous() ? id : List.of(id, boxed(layout.shape()), boxed(layout.strides()));
  }

  private static List<Long> boxed(long... values) {
    return Arrays.stream(values).boxed().toList();
  }

  @Override
  public ByteBuffer read() throws IOException, CheckpointException {
    ByteBuffer target = Buffers.direct(file, byteSize(), "tensor in " + storage.label());
    read(target);
    return target.flip();
  }

  @Override
  public void read(ByteBuffer target) throws IOException, CheckpointException {
    if (target.remaining() < byteSize()) {
      throw new IllegalArgumentException(
          "expected room for " + byteSize() + " bytes, found " + target.remaining());
    }
    int start = target.position();
    int limit = target.limit();
    if (byteSize() > 0) {
      target.limit(start + (int) byteSize());
      if (layout.contiguous()) {
        storage.region().read(layout.offset() * type.byteSize(), target);
      } else {
        gather(target);
      }
      if (storage.bigEndian()) {
        Buffers.swap(target.duplicate().position(start), type.byteSize());
      }
    }
    target.limit(limit);
  }

  /** Reads the span that the view touches and picks its elements. */
  private void gather(ByteBuffer target) throws IOException, CheckpointException {
    ByteBuffer span =
        file.scratch()
            .take(file, layout.span() * type.byteSize(), "span of a tensor in " + storage.label());
    storage.region().read(layout.offset() * type.byteSize(), span);
    new StridedCopy(layout, type.byteSize()).copy(span, target);
    file.scratch().give(span);
  }

  @Override
  public NDArray toNDArray(NDManager manager) throws IOException, CheckpointException {
    return EngineArrays.create(this, file, manager);
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException, CheckpointException {
    long size = byteSize();
    long piece = layout.contiguous() ? Math.min(size, Buffers.CHUNK) : size;
    ByteBuffer chunk = file.scratch().take(file, piece, "tensor in " + storage.label());
    if (layout.contiguous()) {
      for (long done = 0; done < size; done += piece) {
        chunk.clear().limit((int) Math.min(piece, size - done));
        storage.region().read(layout.offset() * type.byteSize() + done, chunk);
        chunk.flip();
        if (storage.bigEndian()) {
          Buffers.swap(chunk, type.byteSize());
        }
        writeAll(channel, chunk);
      }
    } else {
      read(chunk);
      writeAll(channel, chunk.flip());
    }
    file.scratch().give(chunk);
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }
}
