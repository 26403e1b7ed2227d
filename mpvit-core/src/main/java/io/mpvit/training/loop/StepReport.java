/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import io.mpvit.training.LossValues;
import java.util.Objects;

/**
 * What a step did.
 *
 * @param iteration number of the step, from 1
 * @param iterations the last step's number
 * @param losses the parts of the loss and what was observed, averaged over the step's batches
 * @param rate the learning rate
 * @param gradientNorm the gradients' norm before they were clipped; not finite if float16
 *     overflowed and the step was not taken
 * @param samples how many samples the step learned from
 * @param seconds how long it took
 * @param waiting how much of that it waited for data
 */
public record StepReport(
    long iteration,
    long iterations,
    LossValues losses,
    double rate,
    double gradientNorm,
    int samples,
    double seconds,
    double waiting) {

  /** Checks that nothing is missing. */
  public StepReport {
    Objects.requireNonNull(losses, "losses");
  }

  /** The sum of the parts. */
  public double loss() {
    return losses.total();
  }
}
