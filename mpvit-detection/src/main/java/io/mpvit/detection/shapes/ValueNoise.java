/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

/** Smooth noise: random values on a lattice, blended in between. */
final class ValueNoise {
  private static final double UNIT = 0x1.0p-53;

  private final long seed;

  ValueNoise(long seed) {
    this.seed = seed;
  }

  /** The value of a lattice point, in [0, 1). */
  double lattice(long i, long j) {
    return (SceneRandom.mix(seed ^ SceneRandom.mix(i * 0x9E3779B97F4A7C15L + SceneRandom.mix(j)))
            >>> 11)
        * UNIT;
  }

  /** Noise at a point, in [0, 1). */
  double at(double x, double y) {
    double fx = Math.floor(x);
    double fy = Math.floor(y);
    long i = (long) fx;
    long j = (long) fy;
    double a = ease(x - fx);
    double b = ease(y - fy);
    double upper = lattice(i, j) + a * (lattice(i + 1, j) - lattice(i, j));
    double lower = lattice(i, j + 1) + a * (lattice(i + 1, j + 1) - lattice(i, j + 1));
    return upper + b * (lower - upper);
  }

  /** Four octaves of noise, in [0, 1). */
  double clouds(double x, double y) {
    double sum = 0;
    double weight = 0.5;
    double scale = 1;
    for (int octave = 0; octave < 4; octave++) {
      sum += weight * at(x * scale + 17 * octave, y * scale - 31 * octave);
      weight /= 2;
      scale *= 2;
    }
    return sum / (1 - weight * 2);
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
