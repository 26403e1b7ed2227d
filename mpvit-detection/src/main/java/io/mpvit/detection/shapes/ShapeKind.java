/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.visualize.Palette;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The classes of the synthetic data set: filled shapes. */
public enum ShapeKind {
  /** A disk. */
  CIRCLE((u, v) -> u * u + v * v <= 1),
  /** Four equal sides. */
  SQUARE((u, v) -> Math.abs(u) <= 0.8 && Math.abs(v) <= 0.8),
  /** Three equal sides, one corner up. */
  TRIANGLE(ShapeKind::inTriangle),
  /** Five points. */
  STAR(ShapeKind::inStar),
  /** A disk with a round hole, through which one sees what lies below. */
  RING((u, v) -> u * u + v * v <= 1 && u * u + v * v >= 0.25),
  /** Two bars of equal length. */
  CROSS(
      (u, v) ->
          Math.min(Math.abs(u), Math.abs(v)) <= 0.3 && Math.max(Math.abs(u), Math.abs(v)) <= 1),
  /** A disk from which a shifted disk is taken. */
  CRESCENT((u, v) -> u * u + v * v <= 1 && square(u - 0.5) + v * v > 0.75 * 0.75),
  /** A heart, its tip down. */
  HEART(ShapeKind::inHeart);

  private static final double SQRT_3 = Math.sqrt(3);
  private static final int POINTS = 5;
  private static final double STAR_INNER = 0.42;
  private static final double[] STAR_COS = new double[2 * POINTS];
  private static final double[] STAR_SIN = new double[2 * POINTS];

  static {
    for (int i = 0; i < 2 * POINTS; i++) {
      double radius = i % 2 == 0 ? 1 : STAR_INNER;
      STAR_COS[i] = radius * StrictMath.cos(i * StrictMath.PI / POINTS);
      STAR_SIN[i] = radius * StrictMath.sin(i * StrictMath.PI / POINTS);
    }
  }

  /** Samples per axis by which areas are measured. */
  private static final int GRID = 128;

  private final Outline outline;

  ShapeKind(Outline outline) {
    this.outline = outline;
  }

  /** Tells which points of the plane belong to a shape. */
  @FunctionalInterface
  private interface Outline {
    boolean contains(double u, double v);
  }

  /** A shape lies within this distance of its middle, in units of its radius. */
  static final double REACH = 1.15;

  /** Whether a point belongs to the shape; its middle is (0, 0), its radius 1, v points down. */
  boolean contains(double u, double v) {
    return outline.contains(u, v);
  }

  /** The area of the shape of radius 1, measured by samples. */
  double area() {
    int count = 0;
    for (int i = 0; i < GRID * GRID; i++) {
      double u = REACH * (2 * (i % GRID + 0.5) / GRID - 1);
      double v = REACH * (2 * (i / GRID + 0.5) / GRID - 1);
      count += contains(u, v) ? 1 : 0;
    }
    return 4 * REACH * REACH * count / (GRID * GRID);
  }

  /**
   * Returns the number of the class in the data set's files.
   *
   * @return from 1
   */
  public int id() {
    return ordinal() + 1;
  }

  /**
   * Returns the name of the class in the data set's files.
   *
   * @return one lower-case word
   */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the classes as a detector's categories.
   *
   * @return one per kind, in order
   */
  public static Categories categories() {
    Palette palette = Palette.generated(values().length);
    return new Categories(
        Arrays.stream(values())
            .map(
                kind ->
                    new Category(
                        kind.ordinal(), kind.id(), kind.title(), palette.colour(kind.ordinal())))
            .toList());
  }

  /**
   * Returns the names of the classes of label maps.
   *
   * @return {@code background}, then one per kind, at its {@link #id}
   */
  public static List<String> labelNames() {
    return Stream.concat(Stream.of("background"), Arrays.stream(values()).map(ShapeKind::title))
        .toList();
  }

  private static double square(double x) {
    return x * x;
  }

  private static boolean inTriangle(double u, double v) {
    return v <= 0.5 && SQRT_3 * Math.abs(u) - v <= 1;
  }

  /** Even-odd rule over the edges. */
  private static boolean inStar(double u, double v) {
    boolean inside = false;
    for (int i = 0, j = 2 * POINTS - 1; i < 2 * POINTS; j = i++) {
      if (STAR_SIN[i] > v != STAR_SIN[j] > v
          && u
              < (STAR_COS[j] - STAR_COS[i]) * (v - STAR_SIN[i]) / (STAR_SIN[j] - STAR_SIN[i])
                  + STAR_COS[i]) {
        inside = !inside;
      }
    }
    return inside;
  }

  /** The sextic curve (x^2 + y^2 - 1)^3 = x^2 y^3, scaled to fit. */
  private static boolean inHeart(double u, double v) {
    double x = u * 1.2;
    double y = 0.12 - v * 1.2;
    double ring = x * x + y * y - 1;
    return ring * ring * ring <= x * x * y * y * y;
  }
}
