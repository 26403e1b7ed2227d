/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.schedule;

/** A learning rate as a pure function, so that it has no state to save. */
@FunctionalInterface
public interface LearningRate {

  /**
   * The rate.
   *
   * @param time the iteration or the epoch, from 0, as the schedule says
   * @return at least 0
   */
  double at(long time);

  /** Checks a time. */
  static void requireTime(long time) {
    if (time < 0) {
      throw new IllegalArgumentException("time starts at 0, found " + time);
    }
  }
}
