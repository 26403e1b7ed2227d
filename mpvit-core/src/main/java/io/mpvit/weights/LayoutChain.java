/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layouts one after the other: the file's names go through the first, what comes of it through the
 * second, and so on; the network's names the other way round.
 *
 * @param name by which users choose it
 * @param steps in the order from the file to the network
 */
public record LayoutChain(String name, List<KeyLayout> steps) implements KeyLayout {

  /** Copies the steps. */
  public LayoutChain {
    steps = List.copyOf(steps);
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> tensors = file;
    for (KeyLayout step : steps) {
      tensors = step.toNetwork(tensors);
    }
    return tensors;
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    Map<String, CheckpointTensor> tensors = network;
    for (int i = steps.size() - 1; i >= 0; i--) {
      tensors = steps.get(i).toFile(tensors);
    }
    return tensors;
  }

  /** {@inheritDoc} The first step alone sees the file's names. */
  @Override
  public Optional<String> refusal(Set<String> keys) {
    return steps.isEmpty() ? Optional.empty() : steps.get(0).refusal(keys);
  }

  @Override
  public String fileKey(String key) {
    String name = key;
    for (int i = steps.size() - 1; i >= 0; i--) {
      name = steps.get(i).fileKey(name);
    }
    return name;
  }
}
