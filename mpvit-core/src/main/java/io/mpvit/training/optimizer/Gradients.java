/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.OptimizerOps;
import java.util.List;
import java.util.Optional;

/**
 * The gradients of a network's learned parameters, tied ones once; frozen parameters and buffers
 * have none.
 *
 * <p>Gradients add up over backward passes until {@link #clear}. For a batch in k parts, go
 * backward through each part's mean loss and {@link #scale} by 1 / k before the step.
 */
public final class Gradients {

  /** Keeps a gradient of 0 from being divided by 0; PyTorch's number. */
  private static final double CLIP_EPS = 1e-6;

  private final List<StateEntry> entries;

  /**
   * Looks at a network.
   *
   * @param network an initialised block
   */
  public Gradients(TorchBlock network) {
    entries = learned(network);
  }

  /** The parameters that gradients can reach: no aliases, no buffers. */
  static List<StateEntry> learned(TorchBlock network) {
    return network.stateEntries().stream().filter(e -> !e.isAlias() && !e.isBuffer()).toList();
  }

  /** Sets all gradients to 0, also where they are NaN. */
  public void clear() {
    try (NDList gradients = list()) {
      OptimizerOps.clear(gradients);
    }
  }

  /**
   * The Euclidean norm of all gradients together.
   *
   * @return 0 if there are none; NaN or infinite if an element is
   */
  public double norm() {
    try (NDList gradients = list()) {
      return gradients.isEmpty() ? 0 : OptimizerOps.globalNorm(gradients);
    }
  }

  /**
   * Multiplies all gradients.
   *
   * @param factor the factor
   */
  public void scale(double factor) {
    try (NDList gradients = list()) {
      OptimizerOps.scale(gradients, factor);
    }
  }

  /**
   * Shortens the gradients, if they are longer, to a norm.
   *
   * @param maxNorm the largest norm, positive
   * @return the norm before; if it is NaN or infinite the gradients cannot be used
   */
  public double clip(double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("the largest norm is positive, found " + maxNorm);
    }
    double norm = norm();
    double factor = maxNorm / (norm + CLIP_EPS);
    if (factor < 1) {
      scale(factor);
    }
    return norm;
  }

  private NDList list() {
    NDList gradients = new NDList();
    for (StateEntry entry : entries) {
      of(entry).ifPresent(gradients::add);
    }
    return gradients;
  }

  /**
   * The gradient of a parameter.
   *
   * @return a handle to be closed; empty if the parameter is frozen or no backward pass reached it
   */
  static Optional<NDArray> of(StateEntry entry) {
    NDArray value = entry.parameter().getArray();
    return value.hasGradient()
        ? Optional.ofNullable(JniUtils.getGradient((PtNDArray) value))
        : Optional.empty();
  }
}
