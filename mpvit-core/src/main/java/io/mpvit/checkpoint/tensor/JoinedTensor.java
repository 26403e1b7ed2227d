/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The rows of several tensors, one tensor after the other. */
final class JoinedTensor extends DerivedTensor {

  private final List<CheckpointTensor> parts;

  /**
   * Makes a view.
   *
   * @param parts at least one, of one type and alike but for their numbers of rows
   */
  JoinedTensor(List<CheckpointTensor> parts) {
    super(parts.get(0).type(), shape(parts));
    this.parts = List.copyOf(parts);
  }

  private static long[] shape(List<CheckpointTensor> parts) {
    long[] joined = parts.get(0).shape();
    for (CheckpointTensor part : parts.subList(1, parts.size())) {
      if (!fit(parts.get(0), part)) {
        throw new IllegalArgumentException(
            "tensors to join differ: %s of %s and %s of %s"
                .formatted(
                    Arrays.toString(parts.get(0).shape()),
                    parts.get(0).type(),
                    Arrays.toString(part.shape()),
                    part.type()));
      }
      joined[0] = Math.addExact(joined[0], part.shape()[0]);
    }
    return joined;
  }

  private static boolean fit(CheckpointTensor first, CheckpointTensor other) {
    long[] a = first.shape();
    long[] b = other.shape();
    return first.type() == other.type()
        && a.length > 0
        && a.length == b.length
        && Arrays.equals(a, 1, a.length, b, 1, b.length);
  }

  @Override
  public Object tieId() {
    return parts.stream().map(CheckpointTensor::tieId).toList();
  }

  @Override
  void fill(ByteBuffer target) throws IOException, CheckpointException {
    for (CheckpointTensor part : parts) {
      part.read(target);
    }
  }
}
