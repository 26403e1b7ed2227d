/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier says of one picture.
 *
 * @param logits the network's raw outputs, one per class
 */
public record ClassScores(float[] logits) {

  /** Copies the logits. */
  public ClassScores {
    logits = logits.clone();
  }

  /** The network's raw outputs, one per class; a copy. */
  @Override
  public float[] logits() {
    return logits.clone();
  }

  /**
   * Softmax of the logits.
   *
   * @return one probability per class
   */
  public double[] probabilities() {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    double[] p = new double[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  /**
   * The most probable classes.
   *
   * @param count how many at most, at least 1
   * @return by descending probability; equal ones by index
   */
  public List<Ranked> top(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is at least 1, found " + count);
    }
    double[] p = probabilities();
    return IntStream.range(0, p.length)
        .mapToObj(i -> new Ranked(i, p[i]))
        .sorted(Comparator.comparingDouble(Ranked::probability).reversed())
        .limit(count)
        .toList();
  }

  /**
   * A class and its probability.
   *
   * @param classIndex the network's output
   * @param probability in [0, 1]
   */
  public record Ranked(int classIndex, double probability) {}

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassScores that && Arrays.equals(logits, that.logits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(logits);
  }

  @Override
  public String toString() {
    return "ClassScores[" + logits.length + " classes]";
  }
}
