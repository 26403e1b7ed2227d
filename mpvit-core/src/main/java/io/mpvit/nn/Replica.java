/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;

/**
 * The place of a training pass among those that run at the same time, each with its part of one
 * batch, and lead to one update of one network.
 */
public interface Replica {

  /** A pass that has the whole batch. */
  Replica ALONE =
      new Replica() {
        @Override
        public int index() {
          return 0;
        }

        @Override
        public int count() {
          return 1;
        }

        @Override
        public NDArray sum(NDArray values) {
          return values;
        }
      };

  /** Which of the replicas this is, from 0; the first one has the network's own arrays. */
  int index();

  /** How many there are, at least 1. */
  int count();

  /**
   * Adds up what all replicas give. Each must ask as often and for the same shapes; it waits for
   * the others.
   *
   * @param values float32, the replica's own
   * @return the sum over the replicas in their order, the same numbers for each of them, on the
   *     device of its values. Gradients flow through it to what each replica gave.
   */
  NDArray sum(NDArray values);
}
