/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers addressed by what they are for: each purpose and place (an iteration, a sample of
 * an epoch) has a stream of its own that follows from the seed alone.
 *
 * <p>So the random state of a training run is its seed and its position. A resumed run draws what
 * an unbroken one would have drawn, in whatever order and on however many threads samples are made.
 *
 * @param seed chooses the run
 */
public record RandomStreams(long seed) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * Starts a stream.
   *
   * @param purpose such as {@code drop-path}
   * @param place such as epoch and index of a sample
   * @return a fresh stream, always the same for the same arguments
   */
  public SplittableRandom stream(String purpose, long... place) {
    long hash = FNV_OFFSET;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    SplittableRandom random = new SplittableRandom(seed ^ hash);
    for (long at : place) {
      // Drawing before mixing in makes the order of the coordinates count.
      random = new SplittableRandom(random.nextLong() ^ at);
    }
    return random;
  }
}
