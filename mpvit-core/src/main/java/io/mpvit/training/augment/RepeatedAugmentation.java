/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import java.util.random.RandomGenerator;

/**
 * The order in which a data set is gone through so that each picture comes several times in a row,
 * changed differently (<a href="https://arxiv.org/abs/1901.09335">Hoffer et al.</a>), dealt
 * round-robin to several processes.
 *
 * <p>An epoch has no more samples than the data set, so it sees a part of the pictures only, and
 * the number of samples is a multiple of 256 over all processes.
 *
 * @param size pictures in the data set
 * @param repeats how often each comes; published: 3
 * @param replicas processes, at least 1
 */
public record RepeatedAugmentation(int size, int repeats, int replicas) {

  private static final int GRANULE = 256;

  /** Checks the numbers. */
  public RepeatedAugmentation {
    if (size < 1 || repeats < 1 || replicas < 1) {
      throw new IllegalArgumentException(
          "repeated augmentation: expected positive numbers, found %d, %d, %d"
              .formatted(size, repeats, replicas));
    }
  }

  /** The number of samples of an epoch for each process; all of a data set of less than 256. */
  public int samples() {
    int rounded = size < GRANULE ? size : size / GRANULE * GRANULE;
    return rounded / replicas;
  }

  /**
   * The order of an epoch.
   *
   * @param replica the process, from 0
   * @param random the epoch's, the same for all processes
   * @return indices of pictures
   */
  public int[] order(int replica, RandomGenerator random) {
    if (replica < 0 || replica >= replicas) {
      throw new IllegalArgumentException(
          "expected a replica below " + replicas + ", found " + replica);
    }
    int[] shuffled = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      shuffled[i] = shuffled[j];
      shuffled[j] = i;
    }
    int[] order = new int[samples()];
    for (int i = 0; i < order.length; i++) {
      long place = (long) i * replicas + replica;
      order[i] = shuffled[(int) (place / repeats % size)];
    }
    return order;
  }
}
