/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDManager;
import io.mpvit.nn.TorchBlock;
import java.util.List;

/** The kind of an optimizer and the numbers that all its parameter groups share. */
public interface OptimizerRule {

  /**
   * Creates an optimizer without state.
   *
   * @param network an initialised block
   * @param groups tried in order; each parameter belongs to the first that takes it
   * @param manager parent of the manager that holds the state
   * @return the optimizer
   * @throws IllegalArgumentException if a parameter belongs to no group
   */
  Optimizer optimizer(TorchBlock network, List<ParameterGroup> groups, NDManager manager);
}
