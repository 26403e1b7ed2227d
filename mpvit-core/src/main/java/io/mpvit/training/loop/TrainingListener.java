/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import java.io.IOException;
import java.nio.file.Path;

/** Hears what a training does, in the thread that trains. */
public interface TrainingListener {

  /**
   * Training begins or goes on.
   *
   * @param iteration how many steps earlier runs have done
   * @param iterations how many there are in all
   * @throws IOException if the listener cannot write what it keeps; ends the training
   */
  default void started(long iteration, long iterations) throws IOException {}

  /**
   * A step is done.
   *
   * @param report what it did
   * @throws IOException if the listener cannot write what it keeps; ends the training
   */
  default void step(StepReport report) throws IOException {}

  /**
   * A checkpoint is on the disk. Here a listener may evaluate it.
   *
   * @param iteration how many steps are done
   * @param checkpoint the checkpoint's folder
   * @throws IOException if the listener cannot read or write; ends the training
   */
  default void checkpoint(long iteration, Path checkpoint) throws IOException {}

  /** Training ends, well or not. */
  default void ended() {}
}
