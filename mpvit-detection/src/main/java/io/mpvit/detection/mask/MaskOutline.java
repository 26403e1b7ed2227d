/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The border of a mask as polygons along the edges of its pixels: outer rings, and rings around
 * holes. Filling all rings by the even-odd rule gives the mask back, exactly, both in a drawing and
 * by {@link PolygonRasterizer}.
 *
 * <p>Pixels that touch only at a corner belong to different rings.
 */
public final class MaskOutline {

  /**
   * A closed ring; its last corner is joined to the first.
   *
   * @param polygon corners x0, y0, x1, y1, ... on the pixel grid: pixel (0, 0) covers [0, 1] x [0,
   *     1]
   * @param hole whether the ring encloses unset pixels
   */
  public record Ring(double[] polygon, boolean hole) {}

  // The four ways along pixel edges, clockwise on the screen.
  private static final int[] STEP_X = {1, 0, -1, 0};
  private static final int[] STEP_Y = {0, 1, 0, -1};

  /** Only the part that is set is looked at: a picture can be huge and its mask small. */
  private final MaskBounds bounds;

  private final boolean[] pixels;

  /** Pixels whose upper edge is part of a ring that was found. */
  private final boolean[] visited;

  private MaskOutline(Rle mask, MaskBounds bounds) {
    this.bounds = bounds;
    pixels = mask.toBitmap(bounds);
    visited = new boolean[pixels.length];
  }

  private int index(int x, int y) {
    return (y - bounds.y()) * bounds.width() + x - bounds.x();
  }

  /**
   * Traces a mask.
   *
   * @param mask any mask
   * @return the rings, in the order of their topmost, then leftmost upper edge; none if the mask is
   *     empty
   */
  public static List<Ring> of(Rle mask) {
    MaskBounds bounds = mask.bounds();
    if (bounds.isEmpty()) {
      return List.of();
    }
    MaskOutline outline = new MaskOutline(mask, bounds);
    List<Ring> rings = new ArrayList<>();
    for (int y = bounds.y(); y < bounds.y() + bounds.height(); y++) {
      for (int x = bounds.x(); x < bounds.x() + bounds.width(); x++) {
        // Every ring has an upper edge of a pixel: the top of an object, the floor of a hole.
        if (outline.hasUpperEdge(x, y) && !outline.visited[outline.index(x, y)]) {
          rings.add(outline.trace(x, y));
        }
      }
    }
    return rings;
  }

  /**
   * Polygons that give a mask back, exactly, when {@link PolygonRasterizer} fills them one by one.
   * COCO's polygons know no holes, so a mask that has some becomes one polygon that goes from ring
   * to ring and back by the same way: what is crossed twice is not crossed.
   *
   * @param mask any mask
   * @return corners x0, y0, x1, y1, ... of each polygon; none if the mask is empty
   */
  public static List<double[]> polygons(Rle mask) {
    List<Ring> rings = of(mask);
    if (rings.stream().noneMatch(Ring::hole)) {
      return rings.stream().map(Ring::polygon).toList();
    }
    double[] first = rings.get(0).polygon();
    int length = 2 + rings.stream().mapToInt(ring -> ring.polygon().length + 4).sum();
    double[] joined = Arrays.copyOf(first, length - 4);
    int n = first.length;
    for (Ring ring : rings.subList(1, rings.size())) {
      double[] polygon = ring.polygon();
      System.arraycopy(first, 0, joined, n, 2);
      System.arraycopy(polygon, 0, joined, n + 2, polygon.length);
      System.arraycopy(polygon, 0, joined, n + 2 + polygon.length, 2);
      n += polygon.length + 4;
    }
    System.arraycopy(first, 0, joined, n, 2);
    return List.of(joined);
  }

  private boolean hasUpperEdge(int x, int y) {
    return isSet(x, y) && !isSet(x, y - 1);
  }

  private boolean isSet(int x, int y) {
    return x >= bounds.x()
        && y >= bounds.y()
        && x < bounds.x() + bounds.width()
        && y < bounds.y() + bounds.height()
        && pixels[index(x, y)];
  }

  /** Walks with the mask on the right hand, from the upper left corner of a pixel. */
  private Ring trace(int startX, int startY) {
    double[] corners = new double[16];
    int n = 0;
    long area = 0; // by Green's theorem; negative if the ring runs anticlockwise
    int x = startX;
    int y = startY;
    int way = 0;
    do {
      if (way == 0) {
        visited[index(x, y)] = true;
      }
      x += STEP_X[way];
      y += STEP_Y[way];
      area += (long) x * STEP_Y[way];
      int turned = turn(x, y, way);
      if (turned != way) {
        if (n == corners.length) {
          corners = Arrays.copyOf(corners, 2 * n);
        }
        corners[n++] = x;
        corners[n++] = y;
        way = turned;
      }
    } while (x != startX || y != startY || way != 0);
    return new Ring(Arrays.copyOf(corners, n), area < 0);
  }

  /** The way on from a corner: right where the mask ends ahead, left where it spreads. */
  private int turn(int x, int y, int way) {
    // The pixels ahead to the right and to the left; pixel (x, y) has its upper left corner here.
    boolean right = ahead(x, y, way);
    boolean left = ahead(x, y, (way + 3) % 4);
    if (!right) {
      return (way + 1) % 4;
    }
    return left ? (way + 3) % 4 : way;
  }

  /** The pixel that touches a corner between a way and the way clockwise of it. */
  private boolean ahead(int x, int y, int way) {
    return switch (way) {
      case 0 -> isSet(x, y);
      case 1 -> isSet(x - 1, y);
      case 2 -> isSet(x - 1, y - 1);
      default -> isSet(x, y - 1);
    };
  }
}
