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
import io.mpvit.ops.OptimizerOps.AdamWStep;
import java.io.IOException;
import java.util.List;

/**
 * Adam with decoupled weight decay (<a href="https://arxiv.org/abs/1711.05101">Loshchilov and
 * Hutter</a>), equal to PyTorch's; DJL's scales eps otherwise.
 *
 * <p>Its state has {@code exp_avg.k}, {@code exp_avg_sq.k} and {@code step.k} for the key k of each
 * parameter that was stepped.
 */
public final class AdamW extends GroupedOptimizer<AdamWMoments, AdamWStep> {

  /**
   * The numbers that all groups share.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param eps added to the root of the second moment, positive
   */
  public record Settings(double beta1, double beta2, double eps) implements OptimizerRule {

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

    @Override
    public AdamW optimizer(TorchBlock network, List<ParameterGroup> groups, NDManager manager) {
      return new AdamW(network, groups, this, manager);
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
  public AdamW(
      TorchBlock network, List<ParameterGroup> groups, Settings settings, NDManager manager) {
    super(network, groups, manager);
    this.settings = settings;
  }

  @Override
  AdamWMoments fresh(NDArray value, NDManager owner) {
    return AdamWMoments.zero(value, owner);
  }

  @Override
  AdamWStep numbers(ParameterGroup group, double rate, AdamWMoments state) {
    return new AdamWStep(
        rate * group.rateFactor(),
        settings.beta1(),
        settings.beta2(),
        settings.eps(),
        group.weightDecay(),
        state.step() + 1);
  }

  @Override
  void step(NDList values, NDList gradients, List<AdamWMoments> memory, AdamWStep numbers) {
    NDList means = new NDList();
    NDList squares = new NDList();
    for (AdamWMoments state : memory) {
      state.count();
      means.add(state.mean());
      squares.add(state.square());
    }
    OptimizerOps.adamW(values, gradients, means, squares, numbers);
  }

  @Override
  String mark(String key) {
    return AdamWMoments.stepKey(key);
  }

  @Override
  AdamWMoments load(StateEntry entry, StateDict state, NDManager owner, List<String> used)
      throws IOException, CheckpointException {
    return AdamWMoments.load(entry, state, owner, used);
  }
}
