/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import io.mpvit.nn.Pass;
import java.util.Map;

/**
 * What a network is trained for: a forward pass and a loss. Two-stage detectors choose regions by
 * the ground truth within the forward pass, so the two are one.
 *
 * @param <B> a batch: inputs and targets
 */
public interface Objective<B> {

  /**
   * Runs the network on a batch. It belongs inside a {@link GradientTape}.
   *
   * @param pass a training pass
   * @param batch inputs and targets
   * @return the loss; its arrays belong to the manager of the batch's inputs
   */
  Losses losses(Pass pass, B batch);

  /**
   * The objective of one more replica of the same network, whose {@link #losses} runs at the same
   * time. What losses are divided by is the replica's own, as in the processes of the published
   * recipes (a detector's normaliser counts the objects of its own pictures).
   *
   * @return a copy with the present state if the objective carries something, else this
   */
  default Objective<B> replica() {
    return this;
  }

  /**
   * What the objective carries from step to step besides the network, for a checkpoint.
   *
   * @return numbers by name; empty for most
   */
  default Map<String, Double> state() {
    return Map.of();
  }

  /**
   * Takes over what another run's objective carried.
   *
   * @param state as {@link #state} gave it
   */
  default void restore(Map<String, Double> state) {}
}
