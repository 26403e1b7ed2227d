/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import io.mpvit.nn.StateEntry;
import java.util.function.Predicate;

/**
 * How some of a network's parameters learn.
 *
 * @param members which parameters; told by the first key of a tied one
 * @param rateFactor multiplies the learning rate, at least 0
 * @param weightDecay weight decay as the optimizer has it: AdamW's acts beside the gradient, SGD's
 *     is a part of it; at least 0
 */
public record ParameterGroup(Predicate<StateEntry> members, double rateFactor, double weightDecay) {

  /** Checks the numbers. */
  public ParameterGroup {
    if (!(rateFactor >= 0) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "rate factor and weight decay are at least 0, found " + rateFactor + ", " + weightDecay);
    }
  }

  /**
   * All parameters, or all that no earlier group took.
   *
   * @param weightDecay decoupled weight decay
   * @return the group, at the full learning rate
   */
  public static ParameterGroup all(double weightDecay) {
    return new ParameterGroup(entry -> true, 1, weightDecay);
  }

  /**
   * Vectors and scalars: biases and the weights of normalisations, which many recipes do not decay.
   *
   * @param weightDecay decoupled weight decay
   * @return the group, at the full learning rate
   */
  public static ParameterGroup vectors(double weightDecay) {
    return new ParameterGroup(entry -> entry.shape().length < 2, 1, weightDecay);
  }

  /**
   * The weights and biases of normalisations.
   *
   * @param weightDecay weight decay
   * @return the group, at the full learning rate
   */
  public static ParameterGroup norms(double weightDecay) {
    return new ParameterGroup(
        entry ->
            switch (entry.parameter().getType()) {
              case GAMMA, BETA -> true;
              default -> false;
            },
        1,
        weightDecay);
  }
}
