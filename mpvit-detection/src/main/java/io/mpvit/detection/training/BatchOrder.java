/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.training;

import io.mpvit.image.ImageSize;
import io.mpvit.training.RandomStreams;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which pictures are in which batch: all of them, reshuffled again and again, those that are wider
 * than high together and the others together. Pictures that wait for a batch at the end of a round
 * go on into the next.
 */
final class BatchOrder implements Iterator<int[]> {

  private final List<ImageSize> sizes;
  private final RandomStreams streams;
  private final int[][] waiting;
  private final int[] counts = new int[2];
  private int[] round;
  private long rounds;
  private int at;

  /** The order from the first batch. */
  BatchOrder(List<ImageSize> sizes, int batch, RandomStreams streams) {
    if (sizes.isEmpty() || batch < 1) {
      throw new IllegalArgumentException(
          "expected pictures and a positive batch, found " + sizes.size() + " and " + batch);
    }
    this.sizes = sizes;
    this.streams = streams;
    waiting = new int[2][batch];
    round = new int[0];
  }

  /** There is always another batch. */
  @Override
  public boolean hasNext() {
    return true;
  }

  /** The pictures of the next batch. */
  @Override
  public int[] next() {
    while (true) {
      if (at == round.length) {
        round = shuffled(streams.stream("order", rounds++));
        at = 0;
      }
      int picture = round[at++];
      ImageSize size = sizes.get(picture);
      int group = size.width() > size.height() ? 0 : 1;
      waiting[group][counts[group]++] = picture;
      if (counts[group] == waiting[group].length) {
        counts[group] = 0;
        return Arrays.copyOf(waiting[group], waiting[group].length);
      }
    }
  }

  private int[] shuffled(RandomGenerator random) {
    int[] order = new int[sizes.size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
