/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import java.io.IOException;

/**
 * Batches without end whose order is fixed: what stands at a position follows from the source's
 * seed and the position alone. So a resumed training needs only the position.
 *
 * @param <B> a batch
 */
public interface BatchSource<B> {

  /**
   * Starts reading.
   *
   * @param position of the first batch, from 0
   * @return the batches from there on
   * @throws IOException if the data cannot be read
   */
  BatchStream<B> open(long position) throws IOException;

  /**
   * The number of samples in a batch, for the images per second.
   *
   * @param batch a batch of this source
   * @return at least 1
   */
  int samples(B batch);
}
