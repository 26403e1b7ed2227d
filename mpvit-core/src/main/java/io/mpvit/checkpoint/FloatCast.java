/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.ScratchPool;
import io.mpvit.checkpoint.tensor.CastTensor;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A state dict whose floating-point tensors have another element type, for smaller files. Integers,
 * truth values and whatever has the wanted type already stay as they are; ties stay ties.
 */
public final class FloatCast {

  private static final Set<TensorType> FLOATS =
      EnumSet.of(TensorType.FLOAT64, TensorType.FLOAT32, TensorType.FLOAT16, TensorType.BFLOAT16);
  private static final Set<TensorType> TARGETS =
      EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.BFLOAT16);

  private FloatCast() {}

  /**
   * Shows a state dict with other element types. Nothing is read before the result is.
   *
   * @param weights stays open as long as the result is used, and belongs to the caller
   * @param type float32, float16 or bfloat16. Values are rounded to the nearest, ties to even; a
   *     finite value that is beyond the type's range fails when it is read
   * @return the state dict; closing it does nothing
   * @throws IllegalArgumentException if the type is another
   */
  public static StateDict of(StateDict weights, TensorType type) {
    if (!TARGETS.contains(type)) {
      throw new IllegalArgumentException("expected one of " + TARGETS + ", found " + type);
    }
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    ScratchPool scratch = new ScratchPool();
    weights
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name,
                    FLOATS.contains(tensor.type()) && tensor.type() != type
                        ? new CastTensor(name, tensor, type, weights.file(), scratch)
                        : tensor));
    return StateDict.of(weights.file().toString(), tensors);
  }
}
