/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.OptimizerOps;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exponential moving average of a network's values: {@code average = decay * average + (1 -
 * decay) * value} after each step, running statistics included, tied parameters once. Counters are
 * copied.
 */
public final class MovingAverage implements AutoCloseable {

  private final List<StateEntry> entries;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();
  private final NDManager manager;
  private final double decay;

  /**
   * Starts with the network's present values.
   *
   * @param network an initialised block
   * @param decay in [0, 1); the published classifiers' recipe has 0.99996
   * @param manager parent of the manager that holds the averages
   */
  public MovingAverage(TorchBlock network, double decay, NDManager manager) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay lies in [0, 1), found " + decay);
    }
    this.decay = decay;
    this.manager = manager.newSubManager();
    entries = network.stateEntries();
    for (StateEntry entry : entries) {
      if (!entry.isAlias()) {
        keep(entry.key(), entry.parameter().getArray().stopGradient().duplicate());
      }
    }
  }

  private void keep(String key, NDArray average) {
    average.attach(manager);
    NDScope.unregister(average);
    NDArray before = averages.put(key, average);
    if (before != null) {
      before.close();
    }
  }

  /** Takes in the network's present values. */
  public void update() {
    NDList targets = new NDList();
    NDList values = new NDList();
    for (StateEntry entry : entries) {
      if (entry.isAlias()) {
        continue;
      }
      NDArray average = averages.get(entry.key());
      NDArray value = entry.parameter().getArray();
      if (entry.dataType() == DataType.FLOAT32) {
        targets.add(average);
        values.add(value);
      } else {
        value.copyTo(average);
      }
    }
    OptimizerOps.moveTowards(targets, values, 1 - decay);
  }

  /**
   * The averages under the network's keys, ties included, for writing them to a file or loading
   * them into a network for evaluation. The values are borrowed until the next update.
   *
   * @return the state dict
   */
  public StateDict state() {
    Map<String, CheckpointTensor> canonical = new LinkedHashMap<>();
    averages.forEach((key, average) -> canonical.put(key, CheckpointTensor.of(average)));
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    entries.forEach(entry -> tensors.put(entry.key(), canonical.get(entry.canonicalKey())));
    return StateDict.of("moving average", tensors);
  }

  /**
   * Takes over averages.
   *
   * @param state as {@link #state} gave it
   * @throws IllegalArgumentException if keys or shapes are not the network's; nothing has changed
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged
   */
  public void restore(StateDict state) throws IOException, CheckpointException {
    for (StateEntry entry : entries) {
      boolean fits =
          state
              .find(entry.canonicalKey())
              .filter(tensor -> Arrays.equals(tensor.shape(), entry.shape()))
              .isPresent();
      if (!fits) {
        throw new IllegalArgumentException(
            state.file() + ": " + entry.canonicalKey() + " is missing or has another shape");
      }
    }
    for (StateEntry entry : entries) {
      if (!entry.isAlias()) {
        NDArray host = state.get(entry.key()).toNDArray(manager);
        keep(entry.key(), host.toDevice(entry.parameter().getArray().getDevice(), false));
      }
    }
  }

  /** Drops the averages. */
  @Override
  public void close() {
    manager.close();
  }
}
