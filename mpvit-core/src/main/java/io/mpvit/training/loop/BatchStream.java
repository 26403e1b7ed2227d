/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.ndarray.NDManager;
import java.io.IOException;

/**
 * Batches one after the other.
 *
 * @param <B> a batch
 */
public interface BatchStream<B> extends AutoCloseable {

  /**
   * Waits for the next batch.
   *
   * @param manager owns the batch's arrays
   * @return the batch
   * @throws IOException if the data cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  B next(NDManager manager) throws IOException, InterruptedException;

  /** Ends whatever prepares batches in the background. */
  @Override
  default void close() {}
}
