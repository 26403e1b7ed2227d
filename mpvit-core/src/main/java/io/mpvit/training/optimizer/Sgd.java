/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.OptimizerOps;
import io.mpvit.ops.OptimizerOps.SgdStep;
import java.io.IOException;
import java.util.List;

/**
 * Stochastic gradient descent with momentum, equal to PyTorch's without dampening and Nesterov's
 * look ahead: {@code b = momentum * b + (g + decay * p); p = p - rate * b}, where b is 0 before the
 * first step. The decay of {@link ParameterGroup} is part of the gradient here.
 *
 * <p>Its state has {@code momentum_buffer.k} for the key k of each parameter that was stepped.
 */
public final class Sgd extends GroupedOptimizer<SgdMomentum, SgdStep> {

  /**
   * The numbers that all groups share.
   *
   * @param momentum the share of the past in each step, in [0, 1)
   */
  public record Settings(double momentum) implements OptimizerRule {

    /** detectron2's: 0.9. */
    public static final Settings DEFAULT = new Settings(0.9);

    /** Checks the range. */
    public Settings {
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException("momentum lies in [0, 1), found " + momentum);
      }
    }

    @Override
    public Sgd optimizer(TorchBlock network, List<ParameterGroup> groups, NDManager manager) {
      return new Sgd(network, groups, this, manager);
    }
  }

  private final Settings settings;

  /**
   * Creates an optimizer without state.
   *
   * @param network an initialised block
   * @param groups tried in order; each parameter belongs to the first that takes it
   * @param settings the numbers that all groups share
   * @param manager parent of the manager that holds the state
   * @throws IllegalArgumentException if a parameter belongs to no group
   */
  public Sgd(
      TorchBlock network, List<ParameterGroup> groups, Settings settings, NDManager manager) {
    super(network, groups, manager);
    this.settings = settings;
  }

  @Override
  SgdMomentum fresh(NDArray value, NDManager owner) {
    return new SgdMomentum(ParameterState.zeros(value, owner));
  }

  @Override
  SgdStep numbers(ParameterGroup group, double rate, SgdMomentum state) {
    return new SgdStep(rate * group.rateFactor(), settings.momentum(), group.weightDecay());
  }

  @Override
  void step(NDList values, NDList gradients, List<SgdMomentum> memory, SgdStep numbers) {
    NDList buffers = new NDList();
    memory.forEach(state -> buffers.add(state.buffer()));
    OptimizerOps.sgd(values, gradients, buffers, numbers);
  }

  @Override
  String mark(String key) {
    return SgdMomentum.key(key);
  }

  @Override
  SgdMomentum load(StateEntry entry, StateDict state, NDManager owner, List<String> used)
      throws IOException, CheckpointException {
    return new SgdMomentum(
        ParameterState.read(SgdMomentum.key(entry.key()), entry, state, owner, used));
  }
}
