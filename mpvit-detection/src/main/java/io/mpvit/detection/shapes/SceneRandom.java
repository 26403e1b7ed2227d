/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

/**
 * Random numbers that are the same on every machine and in every version of Java: SplitMix64
 * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014) and plain
 * arithmetic on its output.
 */
final class SceneRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  /** Twelve uniform numbers have variance 1. */
  private static final int NORMAL_TERMS = 4;

  private static final double NORMAL_SCALE = Math.sqrt(12.0 / NORMAL_TERMS);

  private long state;

  SceneRandom(long state) {
    this.state = state;
  }

  /** The random numbers of one picture, unrelated to those of the others. */
  static SceneRandom of(long seed, long index) {
    return new SceneRandom(mix(mix(seed) + index * GAMMA));
  }

  /** Spreads each bit over all bits. */
  static long mix(long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (nextLong() >>> 11) * UNIT;
  }

  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Uniform in 0 .. bound - 1. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  <T> T pick(T[] values) {
    return values[below(values.length)];
  }

  /** Nearly normal, with mean 0 and variance 1. */
  double normal() {
    double sum = 0;
    for (int i = 0; i < NORMAL_TERMS; i++) {
      sum += unit();
    }
    return (sum - NORMAL_TERMS / 2.0) * NORMAL_SCALE;
  }
}
