/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all optimizers share: groups of parameters, state by parameter, steps of many parameters at
 * once.
 *
 * <p>A tied parameter is stepped once. A parameter that no backward pass has reached stays as it
 * is, and so does its state, as in PyTorch; buffers are never touched.
 *
 * @param <S> what is remembered of a parameter
 * @param <N> the numbers of a step; parameters with equal ones are stepped by one call
 */
abstract class GroupedOptimizer<S extends ParameterState, N> implements Optimizer {

  private final NDManager manager;
  private final Map<StateEntry, ParameterGroup> groups = new LinkedHashMap<>();
  private final Map<String, S> states = new LinkedHashMap<>();

  /**
   * @param network an initialised block
   * @param groups tried in order; each parameter belongs to the first that takes it
   * @param manager parent of the manager that holds the state
   * @throws IllegalArgumentException if a parameter belongs to no group
   */
  GroupedOptimizer(TorchBlock network, List<ParameterGroup> groups, NDManager manager) {
    this.manager = manager.newSubManager();
    for (StateEntry entry : Gradients.learned(network)) {
      this.groups.put(entry, groupOf(entry, groups));
    }
  }

  private static ParameterGroup groupOf(StateEntry entry, List<ParameterGroup> groups) {
    return groups.stream()
        .filter(group -> group.members().test(entry))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter group takes " + entry.key()));
  }

  /** The state of a parameter before its first step. */
  abstract S fresh(NDArray value, NDManager owner);

  /** The numbers of a parameter's next step. */
  abstract N numbers(ParameterGroup group, double rate, S state);

  /** Steps parameters that have the same numbers. */
  abstract void step(NDList values, NDList gradients, List<S> memory, N numbers);

  /** The key under which a state dict has something of every parameter that was stepped. */
  abstract String mark(String key);

  /** Reads the state of a parameter; adds the keys that belong to it. */
  abstract S load(StateEntry entry, StateDict state, NDManager owner, List<String> used)
      throws IOException, CheckpointException;

  @Override
  public final void step(double rate) {
    Map<N, Batch<S>> batches = new LinkedHashMap<>();
    try {
      for (Map.Entry<StateEntry, ParameterGroup> member : groups.entrySet()) {
        StateEntry entry = member.getKey();
        NDArray value = entry.parameter().getArray();
        Optional<NDArray> gradient = gradient(entry);
        if (gradient.isPresent()) {
          S state = states.computeIfAbsent(entry.key(), key -> fresh(value, manager));
          batches
              .computeIfAbsent(numbers(member.getValue(), rate, state), numbers -> new Batch<>())
              .add(value, gradient.get(), state);
        }
      }
      batches.forEach(
          (numbers, batch) -> step(batch.values, batch.gradients, batch.memory, numbers));
    } finally {
      batches.values().forEach(batch -> batch.gradients.close());
    }
  }

  /**
   * Once a parameter was reached, its gradient stays there as zeros. A resumed training has only
   * the state to know that by.
   */
  private Optional<NDArray> gradient(StateEntry entry) {
    Optional<NDArray> found = Gradients.of(entry);
    NDArray value = entry.parameter().getArray();
    return found.isEmpty() && value.hasGradient() && states.containsKey(entry.key())
        ? Optional.of(value.zerosLike())
        : found;
  }

  @Override
  public final StateDict state() {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    states.forEach((key, state) -> state.save(key, tensors));
    return StateDict.of(getClass().getSimpleName(), tensors);
  }

  @Override
  public final void restore(StateDict state) throws IOException, CheckpointException {
    Map<String, S> restored = new LinkedHashMap<>();
    List<String> used = new ArrayList<>();
    for (StateEntry entry : groups.keySet()) {
      if (state.find(mark(entry.key())).isPresent()) {
        restored.put(entry.key(), load(entry, state, manager, used));
      }
    }
    List<String> unknown = state.keys().stream().filter(key -> !used.contains(key)).toList();
    if (!unknown.isEmpty()) {
      restored.values().forEach(ParameterState::close);
      throw new IllegalArgumentException(
          state.file() + ": not of this network's optimizer: " + unknown);
    }
    states.values().forEach(ParameterState::close);
    states.clear();
    states.putAll(restored);
  }

  @Override
  public final void close() {
    manager.close();
  }

  /** Parameters that one kernel call steps. */
  private static final class Batch<S> {
    private final NDList values = new NDList();
    private final NDList gradients = new NDList();
    private final List<S> memory = new ArrayList<>();

    void add(NDArray value, NDArray gradient, S state) {
      values.add(value);
      gradients.add(gradient);
      memory.add(state);
    }
  }
}
