/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What an optimizer remembers of one parameter. */
interface ParameterState extends AutoCloseable {

  /** Adds the state of the parameter of a key to a state dict. */
  void save(String key, Map<String, CheckpointTensor> tensors);

  @Override
  void close();

  /** Zeros like a parameter, that outlive the scope of the step which asks for them. */
  static NDArray zeros(NDArray value, NDManager manager) {
    NDArray zeros = manager.zeros(value.getShape(), value.getDataType(), value.getDevice());
    NDScope.unregister(zeros);
    return zeros;
  }

  /** Reads an array of the parameter's shape, on its device. */
  static NDArray read(
      String key, StateEntry entry, StateDict state, NDManager manager, List<String> used)
      throws IOException, CheckpointException {
    CheckpointTensor tensor =
        state
            .find(key)
            .orElseThrow(
                () -> new IllegalArgumentException(state.file() + ": " + key + " is missing"));
    require(Arrays.equals(tensor.shape(), entry.shape()), state, key);
    NDArray host = tensor.toNDArray(manager);
    require(host.getDataType() == DataType.FLOAT32, state, key);
    used.add(key);
    NDArray placed = host.toDevice(entry.parameter().getArray().getDevice(), false);
    placed.attach(manager);
    NDScope.unregister(placed);
    return placed;
  }

  /** Refuses a value that is not of its parameter. */
  static void require(boolean fits, StateDict state, String key) {
    if (!fits) {
      throw new IllegalArgumentException(
          state.file() + ": shape or type of " + key + " is not the parameter's");
    }
  }
}
