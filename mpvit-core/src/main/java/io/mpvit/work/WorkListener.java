/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.work;

/** Hears how long work goes. Called from the thread that works. */
public interface WorkListener {

  /** Hears nothing. */
  WorkListener NONE = new WorkListener() {};

  /**
   * Work begins or goes on.
   *
   * @param done how much was done in earlier runs
   * @param total how much there is in all
   */
  default void started(long done, long total) {}

  /**
   * Some more is done.
   *
   * @param done how much is done in all
   */
  default void advanced(long done) {}

  /**
   * Something was left out or needs attention; the work goes on.
   *
   * @param line what happened, with the file and the id, without line end
   */
  default void warning(String line) {}

  /** The work ended, well or not. */
  default void ended() {}
}
