/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Some of a tensor's rows, which are what its first axis counts. */
final class RowsTensor extends DerivedTensor {

  /** Rows are tied if their sources are. */
  private record RowsId(Object source, long from, long to) {}

  private final CheckpointTensor source;
  private final long from;
  private final long to;

  /**
   * Makes a view.
   *
   * @param source at least one axis
   * @param from the first row
   * @param to the row after the last
   */
  RowsTensor(CheckpointTensor source, long from, long to) {
    super(source.type(), shape(source, from, to));
    this.source = source;
    this.from = from;
    this.to = to;
  }

  private static long[] shape(CheckpointTensor source, long from, long to) {
    long[] shape = source.shape();
    if (shape.length == 0 || from < 0 || to < from || to > shape[0]) {
      throw new IllegalArgumentException(
          "rows %d to %d of a tensor of %s rows"
              .formatted(from, to, shape.length == 0 ? "no" : Long.toString(shape[0])));
    }
    shape[0] = to - from;
    return shape;
  }

  @Override
  public Object tieId() {
    return new RowsId(source.tieId(), from, to);
  }

  @Override
  void fill(ByteBuffer target) throws IOException, CheckpointException {
    if (byteSize() > 0) {
      long row = byteSize() / (to - from);
      target.put(source.read().slice((int) (from * row), (int) byteSize()));
    }
  }
}
