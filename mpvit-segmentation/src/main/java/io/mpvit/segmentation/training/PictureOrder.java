/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import io.mpvit.training.RandomStreams;
import java.util.random.RandomGenerator;

/**
 * All pictures in random order, again and again in another one. The n-th of all is known at once.
 */
final class PictureOrder {

  private final int count;
  private final RandomStreams streams;
  private int[] shuffled = {};
  private long round = -1;

  PictureOrder(int count, RandomStreams streams) {
    this.count = count;
    this.streams = streams;
  }

  /** The picture at a place, from 0. */
  int at(long place) {
    if (place / count != round) {
      round = place / count;
      shuffled = shuffle(streams.stream("order", round));
    }
    return shuffled[(int) (place % count)];
  }

  private int[] shuffle(RandomGenerator random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
