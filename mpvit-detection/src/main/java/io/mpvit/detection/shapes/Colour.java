/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

/**
 * A colour of red, green and blue, each in [0, 255].
 *
 * @param r red
 * @param g green
 * @param b blue
 */
record Colour(double r, double g, double b) {
  private static final double MAX = 255;

  static Colour random(SceneRandom random) {
    return new Colour(MAX * random.unit(), MAX * random.unit(), MAX * random.unit());
  }

  /** Another colour, up to {@code reach} away in each part. */
  Colour near(SceneRandom random, double reach) {
    return new Colour(
        clip(r + random.between(-reach, reach)),
        clip(g + random.between(-reach, reach)),
        clip(b + random.between(-reach, reach)));
  }

  /** The square of the distance to another colour. */
  double distance(Colour other) {
    double dr = r - other.r;
    double dg = g - other.g;
    double db = b - other.b;
    return dr * dr + dg * dg + db * db;
  }

  private static double clip(double value) {
    return Math.max(0, Math.min(MAX, value));
  }
}
