/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import java.util.Arrays;

/** A shape in its place. Pixel (x, y) is the square from (x, y) to (x + 1, y + 1). */
final class Placement {
  /** Samples per pixel and axis. */
  private static final int GRID = 4;

  private static final int SAMPLES = GRID * GRID;

  private static final double[] AREAS =
      Arrays.stream(ShapeKind.values()).mapToDouble(ShapeKind::area).toArray();

  private final ShapeKind kind;
  private final double x;
  private final double y;
  private final double radius;
  private final double cos;
  private final double sin;
  private final double squeeze;

  /**
   * Places a shape.
   *
   * @param squeeze height over width before the rotation, in (0, 1]
   */
  Placement(ShapeKind kind, double x, double y, double radius, double angle, double squeeze) {
    this.kind = kind;
    this.x = x;
    this.y = y;
    this.radius = radius;
    this.cos = StrictMath.cos(angle);
    this.sin = StrictMath.sin(angle);
    this.squeeze = squeeze;
  }

  ShapeKind kind() {
    return kind;
  }

  /** The area in pixels, also of what lies outside the picture. */
  double area() {
    return AREAS[kind.ordinal()] * squeeze * radius * radius;
  }

  /**
   * Draws the shape alone.
   *
   * @return how much of each pixel it covers, in samples of {@link Stencil#FULL}
   */
  Stencil draw(int width, int height) {
    double reach = radius * ShapeKind.REACH;
    int left = Math.max(0, (int) (x - reach));
    int top = Math.max(0, (int) (y - reach));
    int right = Math.min(width, (int) (x + reach) + 1);
    int bottom = Math.min(height, (int) (y + reach) + 1);
    Stencil stencil = new Stencil(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    for (int py = top; py < bottom; py++) {
      for (int px = left; px < right; px++) {
        stencil.set(px, py, samples(px, py));
      }
    }
    return stencil;
  }

  private int samples(int px, int py) {
    int count = 0;
    for (int s = 0; s < SAMPLES; s++) {
      double dx = (px + (s % GRID + 0.5) / GRID - x) / radius;
      double dy = (py + (s / GRID + 0.5) / GRID - y) / radius;
      double u = dx * cos + dy * sin;
      double v = (dy * cos - dx * sin) / squeeze;
      if (kind.contains(u, v)) {
        count++;
      }
    }
    return count;
  }
}
