/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import java.util.Map;

/**
 * The factor that keeps float16 gradients from vanishing (<a
 * href="https://arxiv.org/abs/1710.03740">Micikevicius et al.</a>, section 3.2), with the numbers
 * of PyTorch's GradScaler: it begins with 65536, doubles after 2000 good steps in a row, and halves
 * at each step whose gradients overflow; that step is not taken.
 *
 * <p>Go backward from the loss times {@link #value}, and divide the gradients by it before anything
 * looks at them.
 */
public final class LossScale {

  private static final double START = 65536;
  private static final double GROWTH = 2;
  private static final double BACK_OFF = 0.5;
  private static final int INTERVAL = 2000;

  /** Gradients that overflow even so are not the scale's fault. */
  private static final double LEAST = 0x1p-20;

  private static final String VALUE = "loss_scale";
  private static final String GOOD = "good_steps";

  private double value = START;
  private int goodSteps;

  /** The present factor, a power of two. */
  public double value() {
    return value;
  }

  /**
   * Learns how a step went.
   *
   * @param finite whether all its gradients were numbers
   * @return whether a smaller factor may help the next one, or nothing needs help; false when the
   *     factor has become too small to be what overflows
   */
  public boolean update(boolean finite) {
    if (!finite) {
      value *= BACK_OFF;
      goodSteps = 0;
    } else if (++goodSteps == INTERVAL) {
      value *= GROWTH;
      goodSteps = 0;
    }
    return value >= LEAST;
  }

  /** What a checkpoint keeps. */
  public Map<String, Double> state() {
    return Map.of(VALUE, value, GOOD, (double) goodSteps);
  }

  /**
   * Goes on where another one was.
   *
   * @param state as {@link #state} gave it
   * @throws IllegalArgumentException if it is something else
   */
  public void restore(Map<String, Double> state) {
    if (!state.containsKey(VALUE) || !state.containsKey(GOOD)) {
      throw new IllegalArgumentException(
          "expected " + VALUE + " and " + GOOD + ", found " + state.keySet());
    }
    value = state.get(VALUE);
    goodSteps = state.get(GOOD).intValue();
  }
}
