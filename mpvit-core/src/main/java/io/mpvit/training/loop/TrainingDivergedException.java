/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

/** The loss or a gradient is no longer a number. The step was not taken. */
public final class TrainingDivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message the iteration and what was found
   */
  public TrainingDivergedException(String message) {
    super(message);
  }
}
