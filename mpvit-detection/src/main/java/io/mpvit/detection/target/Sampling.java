/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import java.util.stream.IntStream;

/**
 * How many candidates of a picture are learned from.
 *
 * @param total how many at most
 * @param objects the largest share of them that stand for objects; background fills the rest
 */
public record Sampling(int total, double objects) {

  /** Published for the region proposal network: 256 anchors, at most half of them objects. */
  public static final Sampling RPN = new Sampling(256, 0.5);

  /** Published for box heads: 512 regions, at most a quarter of them objects. */
  public static final Sampling REGIONS = new Sampling(512, 0.25);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the total is not positive or the share not in [0, 1]
   */
  public Sampling {
    if (total <= 0 || !(objects >= 0 && objects <= 1)) {
      throw new IllegalArgumentException(
          "sampling: expected a positive total and a share in [0, 1], found "
              + total
              + " and "
              + objects);
    }
  }

  /**
   * Chooses candidates; ignored ones never.
   *
   * @param matches what the candidates stand for
   * @param sampler how to choose
   * @return the chosen candidates
   */
  public Sample sample(Matches matches, Sampler sampler) {
    int[] chosen = sampler.choose(positions(matches, Matches.OBJECT), (int) (total * objects));
    int[] rest = sampler.choose(positions(matches, Matches.BACKGROUND), total - chosen.length);
    return new Sample(chosen, rest);
  }

  private static int[] positions(Matches matches, int label) {
    int[] labels = matches.labels();
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }

  /**
   * Positions of chosen candidates.
   *
   * @param objects those that stand for objects
   * @param background those that stand for background
   */
  public record Sample(int[] objects, int[] background) {}
}
