/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;

/** Makes a network's parameters follow their gradients. */
public interface Optimizer extends AutoCloseable {

  /**
   * Follows the gradients, which stay as they are.
   *
   * @param rate the learning rate, before the groups' factors
   */
  void step(double rate);

  /**
   * The state, for writing it to a file. The values are borrowed: take no step until they are
   * written.
   *
   * @return the state dict
   */
  StateDict state();

  /**
   * Takes over a state: from then on steps are those of the optimizer that it came from.
   *
   * @param state as {@link #state} gave it
   * @throws IllegalArgumentException if it does not fit the network; nothing has changed then
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged
   */
  void restore(StateDict state) throws IOException, CheckpointException;

  /** Drops the state. */
  @Override
  void close();
}
