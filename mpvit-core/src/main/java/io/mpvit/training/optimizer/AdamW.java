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
import io.mpvit.ops.OptimizerOps;
import io.mpvit.ops.OptimizerOps.AdamWStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adam with decoupled weight decay (<a href="https://arxiv.org/abs/1711.05101">Loshchilov and
 * Hutter</a>), equal to PyTorch's; DJL's scales eps otherwise.
 *
 * <p>A tied parameter is stepped once. A parameter that no backward pass has reached stays as it
 * is, and so does its state, as in PyTorch; buffers are never touched.
 */
public final class AdamW implements AutoCloseable {

  /**
   * The numbers that all groups share.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param eps added to the root of the second moment, positive
   */
  public record Settings(double beta1, double beta2, double eps) {

    /** PyTorch's defaults: 0.9, 0.999, 1e-8. */
    public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8);

    /** Checks the ranges. */
    public Settings {
      if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(eps > 0)) {
        throw new IllegalArgumentException(
            "betas lie in [0, 1) and eps is positive, found %s, %s, %s"
                .formatted(beta1, beta2, eps));
      }
    }
  }

  private final Settings settings;
  private final NDManager manager;
  private final Map<StateEntry, ParameterGroup> groups = new LinkedHashMap<>();
  private final Map<String, AdamWMoments> moments = new LinkedHashMap<>();

  /**
   * Creates an optimizer without state.
   *
   * @param network an initialised block
   * @param groups tried in order; each parameter belongs to the first that takes it
   * @param settings the numbers that all groups share
   * @param manager parent of the manager that holds the state
   * @throws IllegalArgumentException if a parameter belongs to no group
   */
  public AdamW(
      TorchBlock network, List<ParameterGroup> groups, Settings settings, NDManager manager) {
    this.settings = settings;
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

  /**
   * Follows the gradients, which stay as they are.
   *
   * @param rate the learning rate, before the groups' factors
   */
  public void step(double rate) {
    Map<AdamWStep, AdamWBatch> batches = new LinkedHashMap<>();
    try {
      for (Map.Entry<StateEntry, ParameterGroup> member : groups.entrySet()) {
        StateEntry entry = member.getKey();
        Optional<NDArray> gradient = gradient(entry);
        if (gradient.isPresent()) {
          AdamWMoments state =
              moments.computeIfAbsent(
                  entry.key(), key -> AdamWMoments.zero(entry.parameter().getArray(), manager));
          state.count();
          batches
              .computeIfAbsent(numbers(member.getValue(), rate, state), s -> new AdamWBatch())
              .add(entry.parameter().getArray(), gradient.get(), state);
        }
      }
      batches.forEach((numbers, batch) -> batch.step(numbers));
    } finally {
      batches.values().forEach(AdamWBatch::close);
    }
  }

  /**
   * Once a parameter was reached, its gradient stays there as zeros. A resumed training has only
   * the moments to know that by.
   */
  private Optional<NDArray> gradient(StateEntry entry) {
    Optional<NDArray> found = Gradients.of(entry);
    NDArray value = entry.parameter().getArray();
    return found.isEmpty() && value.hasGradient() && moments.containsKey(entry.key())
        ? Optional.of(value.zerosLike())
        : found;
  }

  private AdamWStep numbers(ParameterGroup group, double rate, AdamWMoments state) {
    return new AdamWStep(
        rate * group.rateFactor(),
        settings.beta1(),
        settings.beta2(),
        settings.eps(),
        group.weightDecay(),
        state.step());
  }

  /**
   * The state, for writing it to a file: for the key k of each parameter that was stepped {@code
   * exp_avg.k}, {@code exp_avg_sq.k} and {@code step.k}. The values are borrowed: take no step
   * until they are written.
   *
   * @return the state dict
   */
  public StateDict state() {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    moments.forEach((key, state) -> state.save(key, tensors));
    return StateDict.of("AdamW", tensors);
  }

  /**
   * Takes over a state: from then on steps are those of the optimizer that it came from.
   *
   * @param state as {@link #state} gave it
   * @throws IllegalArgumentException if it does not fit the network; nothing has changed then
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged
   */
  public void restore(StateDict state) throws IOException, CheckpointException {
    Map<String, AdamWMoments> restored = new LinkedHashMap<>();
    List<String> used = new ArrayList<>();
    for (StateEntry entry : groups.keySet()) {
      if (state.find(AdamWMoments.stepKey(entry.key())).isPresent()) {
        restored.put(entry.key(), AdamWMoments.load(entry, state, manager, used));
      }
    }
    List<String> unknown = state.keys().stream().filter(key -> !used.contains(key)).toList();
    if (!unknown.isEmpty()) {
      restored.values().forEach(AdamWMoments::close);
      throw new IllegalArgumentException(
          state.file() + ": not of this network's optimizer: " + unknown);
    }
    moments.values().forEach(AdamWMoments::close);
    moments.clear();
    moments.putAll(restored);
  }

  /** Drops the state. */
  @Override
  public void close() {
    manager.close();
  }

  /** Parameters that one kernel call steps. */
  private static final class AdamWBatch implements AutoCloseable {
    private final NDList values = new NDList();
    private final NDList gradients = new NDList();
    private final NDList means = new NDList();
    private final NDList squares = new NDList();

    void add(NDArray value, NDArray gradient, AdamWMoments state) {
      values.add(value);
      gradients.add(gradient);
      means.add(state.mean());
      squares.add(state.square());
    }

    void step(AdamWStep numbers) {
      OptimizerOps.adamW(values, gradients, means, squares, numbers);
    }

    @Override
    public void close() {
      gradients.close();
    }
  }
}
