/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;

/**
 * One line of a block's state dict.
 *
 * @param key the PyTorch state-dict key
 * @param parameter the parameter or buffer
 * @param canonicalKey the first key under which the same parameter is stored; equal to {@code key}
 *     unless this entry is an alias
 */
public record StateEntry(String key, Parameter parameter, String canonicalKey) {

  /** Whether the same parameter was already stored under another key. */
  public boolean isAlias() {
    return !key.equals(canonicalKey);
  }

  /** Whether this is a buffer (running statistics, counters) and not learned. */
  public boolean isBuffer() {
    return switch (parameter.getType()) {
      case RUNNING_MEAN, RUNNING_VAR, OTHER -> true;
      default -> false;
    };
  }

  /** The element type: counters are int64, everything else is float32. */
  public DataType dataType() {
    return parameter.getType() == Parameter.Type.OTHER ? DataType.INT64 : DataType.FLOAT32;
  }

  /** The shape as an array of axis lengths; empty for a scalar. */
  public long[] shape() {
    return parameter.getShape().getShape();
  }
}
