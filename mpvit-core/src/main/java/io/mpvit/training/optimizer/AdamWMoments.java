/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.nn.StateEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** What AdamW remembers of one parameter: two moments and how often it was stepped. */
final class AdamWMoments implements ParameterState {

  private final NDArray mean;
  private final NDArray square;
  private long step;

  private AdamWMoments(NDArray mean, NDArray square, long step) {
    this.mean = mean;
    this.square = square;
    this.step = step;
  }

  static AdamWMoments zero(NDArray value, NDManager manager) {
    return new AdamWMoments(
        ParameterState.zeros(value, manager), ParameterState.zeros(value, manager), 0);
  }

  static String stepKey(String key) {
    return "step." + key;
  }

  private static String meanKey(String key) {
    return "exp_avg." + key;
  }

  private static String squareKey(String key) {
    return "exp_avg_sq." + key;
  }

  void count() {
    step++;
  }

  long step() {
    return step;
  }

  NDArray mean() {
    return mean;
  }

  NDArray square() {
    return square;
  }

  @Override
  public void save(String key, Map<String, CheckpointTensor> tensors) {
    tensors.put(meanKey(key), CheckpointTensor.of(mean));
    tensors.put(squareKey(key), CheckpointTensor.of(square));
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    tensors.put(stepKey(key), CheckpointTensor.of(TensorType.INT64, count.putLong(0, step)));
  }

  static AdamWMoments load(StateEntry entry, StateDict state, NDManager manager, List<String> used)
      throws IOException, CheckpointException {
    NDArray mean = ParameterState.read(meanKey(entry.key()), entry, state, manager, used);
    NDArray square = ParameterState.read(squareKey(entry.key()), entry, state, manager, used);
    used.add(stepKey(entry.key()));
    CheckpointTensor count = state.get(stepKey(entry.key()));
    ParameterState.require(
        count.type() == TensorType.INT64 && count.numel() == 1, state, stepKey(entry.key()));
    return new AdamWMoments(mean, square, count.read().getLong());
  }

  @Override
  public void close() {
    mean.close();
    square.close();
  }
}
