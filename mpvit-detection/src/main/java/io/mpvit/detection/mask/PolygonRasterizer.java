/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns polygons into masks by the rule of the COCO mask tools, on which every published mask score
 * depends: corners are rounded to a grid five times as fine as the pixels, edges are walked on that
 * grid in unit steps along their longer axis, and the fill is even-odd, sampled at pixel centres.
 *
 * <p>COCO's tools list all points of the walk. Only the steps that cross the centre line of a pixel
 * column matter, at most one per column and edge, so this class computes just those, some columns
 * at a time: work is bounded by the picture's width, not by the length of the edges, and memory by
 * the mask.
 */
public final class PolygonRasterizer {
  /** Points of the fine grid per pixel. */
  private static final int FINE = 5;

  /** The centre line of pixel column c lies between the fine columns 5c + 2 and 5c + 3. */
  private static final int CENTRE = 2;

  /** So many changes are kept at a time, whatever the polygon does. */
  private static final int BAND = 1 << 20;

  private static final int MIN_NUMBERS = 6;

  /** Keeps coordinates on the fine grid, and their differences, within an int. */
  private static final double MAX_COORDINATE = 1e8;

  private final int height;
  private final int width;
  private final RunWriter runs;
  private int position;
  private boolean inside;

  /** The columns that are worked on, the second exclusive: one band after the other. */
  private int from;

  private int to;

  /** Column-major positions at which the mask changes between unset and set; not sorted. */
  private int[] toggles = new int[64];

  private int size;

  private PolygonRasterizer(ImageSize image) {
    this.height = image.height();
    this.width = image.width();
    this.runs = new RunWriter(image);
  }

  /**
   * Fills a polygon. Orientation does not matter, overlaps with itself are holes, and parts outside
   * the picture are cut.
   *
   * @param polygon corners x0, y0, x1, y1, ... in pixels, at least three
   * @param image size of the picture
   * @return the mask in canonical form
   * @throws IllegalArgumentException if there are fewer than three corners, an odd number of
   *     coordinates, or a coordinate is not finite or beyond 1e8
   */
  public static Rle rasterize(double[] polygon, ImageSize image) {
    check(polygon);
    Rle.pixels(image); // positions must fit an int
    PolygonRasterizer rasterizer = new PolygonRasterizer(image);
    int bands = (int) Math.min(image.width(), crossings(polygon, image) / BAND + 1);
    for (int band = 0; band < bands; band++) {
      rasterizer.from = (int) ((long) image.width() * band / bands);
      rasterizer.to = (int) ((long) image.width() * (band + 1) / bands);
      rasterizer.walk(polygon);
      rasterizer.flush();
    }
    return rasterizer.finish();
  }

  /**
   * Counts what filling a polygon costs.
   *
   * @param polygon corners as above
   * @param image size of the picture
   * @return about how many columns of pixels each edge crosses, all together
   */
  public static long crossings(double[] polygon, ImageSize image) {
    long sum = 0;
    double from = polygon[polygon.length - 2];
    for (int i = 0; i < polygon.length; i += 2) {
      double to = polygon[i];
      double left = Math.max(0, Math.min(from, to));
      double right = Math.min(image.width(), Math.max(from, to));
      sum += (long) Math.max(0, right - left);
      from = to;
    }
    return sum;
  }

  /**
   * Fills an object of several parts: the union of its polygons.
   *
   * @param polygons at least one, each as in {@link #rasterize(double[], ImageSize)}
   * @param image size of the picture
   * @return the mask in canonical form
   * @throws IllegalArgumentException if there is no polygon, or one is bad
   */
  public static Rle rasterize(List<double[]> polygons, ImageSize image) {
    List<Rle> parts = new ArrayList<>(polygons.size());
    for (double[] polygon : polygons) {
      parts.add(rasterize(polygon, image));
    }
    return RleSets.union(parts);
  }

  /**
   * Fills an upright box, as the polygon of its corners.
   *
   * @param x left edge
   * @param y top edge
   * @param width extent to the right
   * @param height extent downwards
   * @param image size of the picture
   * @return the mask in canonical form
   * @throws IllegalArgumentException if a corner is not finite or beyond 1e8
   */
  public static Rle rasterizeBox(double x, double y, double width, double height, ImageSize image) {
    double right = x + width;
    double bottom = y + height;
    return rasterize(new double[] {x, y, x, bottom, right, bottom, right, y}, image);
  }

  private static void check(double[] polygon) {
    if (polygon.length < MIN_NUMBERS || polygon.length % 2 != 0) {
      throw new IllegalArgumentException(
          "polygon: expected x and y of at least 3 corners, found " + polygon.length + " numbers");
    }
    for (double coordinate : polygon) {
      if (!(Math.abs(coordinate) <= MAX_COORDINATE)) {
        throw new IllegalArgumentException(
            "polygon: expected coordinates within +-1e8, found " + coordinate);
      }
    }
  }

  private void walk(double[] polygon) {
    int fromX = fine(polygon[polygon.length - 2]);
    int fromY = fine(polygon[polygon.length - 1]);
    for (int i = 0; i < polygon.length; i += 2) {
      int toX = fine(polygon[i]);
      int toY = fine(polygon[i + 1]);
      edge(fromX, fromY, toX, toY);
      fromX = toX;
      fromY = toY;
    }
  }

  private static int fine(double coordinate) {
    return (int) (FINE * coordinate + 0.5); // toward zero, also for negative values
  }

  /** Always computed from the end that is smaller on the longer axis, whichever way it runs. */
  private void edge(int x0, int y0, int x1, int y1) {
    if (Math.abs(x1 - x0) >= Math.abs(y1 - y0)) {
      if (x0 <= x1) {
        flatEdge(x0, y0, x1, y1);
      } else {
        flatEdge(x1, y1, x0, y0);
      }
    } else if (y0 <= y1) {
      steepEdge(x0, y0, x1, y1);
    } else {
      steepEdge(x1, y1, x0, y0);
    }
  }

  /** Steps run along x: every centre line in between is crossed in one known step. */
  private void flatEdge(int x0, int y0, int x1, int y1) {
    if (x0 == x1) {
      return;
    }
    double slope = (double) (y1 - y0) / (x1 - x0);
    int end = Math.min(firstColumnAfter(x1 - 1), to);
    for (int column = Math.max(firstColumnAfter(x0 - 1), from); column < end; column++) {
      int step = FINE * column + CENTRE - x0;
      toggle(column, Math.min(along(y0, slope, step), along(y0, slope, step + 1)));
    }
  }

  /** Steps run along y, and x changes by at most one in each: the step has to be found. */
  private void steepEdge(int x0, int y0, int x1, int y1) {
    double slope = (double) (x1 - x0) / (y1 - y0);
    int left = Math.min(x0, x1);
    int right = Math.max(x0, x1);
    int end = Math.min(firstColumnAfter(right - 1), to);
    for (int column = Math.max(firstColumnAfter(left - 1), from); column < end; column++) {
      int before = FINE * column + CENTRE;
      int step = lastStepBefore(before, x0, slope, y1 - y0);
      toggle(column, y0 + step);
    }
  }

  /**
   * The last step of a walk along y before x passes from one side of a centre line to the other.
   */
  private static int lastStepBefore(int before, int x0, double slope, int steps) {
    boolean rising = slope > 0;
    long guess = (long) ((before + 0.5 - x0) / slope);
    int step = (int) Math.max(0, Math.min(guess, steps - 1L));
    // The guess is exact but for rounding; the walk's own arithmetic decides.
    while (step > 0 && along(x0, slope, step) <= before != rising) {
      step--;
    }
    while (step < steps - 1 && along(x0, slope, step + 1) <= before == rising) {
      step++;
    }
    return step;
  }

  private static int along(int start, double slope, int step) {
    return (int) (start + slope * step + 0.5);
  }

  /** The first pixel column whose centre line lies right of a fine column, from 0. */
  private static int firstColumnAfter(int fineX) {
    return Math.max(0, Math.floorDiv(fineX - CENTRE, FINE) + 1);
  }

  private void toggle(int column, int fineY) {
    double row = (fineY + 0.5) / FINE - 0.5;
    double clamped = Math.min(Math.max(row, 0), height);
    if (size == toggles.length) {
      toggles = Arrays.copyOf(toggles, 2 * size);
    }
    toggles[size++] = column * height + (int) Math.ceil(clamped);
  }

  /** Between an odd and an even change the mask is set; changes at one place cancel in pairs. */
  private void flush() {
    Arrays.sort(toggles, 0, size);
    for (int i = 0; i < size; i++) {
      runs.add(toggles[i] - position, inside);
      position = toggles[i];
      inside = !inside;
    }
    size = 0;
  }

  private Rle finish() {
    runs.add(height * width - position, inside);
    return runs.finish();
  }
}
