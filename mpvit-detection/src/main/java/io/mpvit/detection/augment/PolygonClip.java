/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import io.mpvit.image.ImageSize;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts polygons at the border of a picture. Concave ones may fall into several parts. */
public final class PolygonClip {

  private static final int MIN_NUMBERS = 6;

  private PolygonClip() {}

  /**
   * The parts of a polygon that lie inside a picture. Holes, which only a polygon that overlaps
   * itself can have, are filled.
   *
   * @param polygon x and y alternating
   * @param size the picture, from (0, 0)
   * @return the polygon itself if it lies inside; otherwise parts with an area, possibly none
   */
  public static List<double[]> clip(double[] polygon, ImageSize size) {
    if (polygon.length < MIN_NUMBERS) {
      return List.of();
    }
    if (isInside(polygon, size)) {
      return List.of(polygon);
    }
    Area area = new Area(path(polygon));
    area.intersect(new Area(new Rectangle2D.Double(0, 0, size.width(), size.height())));
    List<double[]> rings = rings(area);
    double largest = 0;
    for (double[] ring : rings) {
      double signed = signedArea(ring);
      largest = Math.abs(signed) > Math.abs(largest) ? signed : largest;
    }
    double outside = Math.signum(largest);
    // The rings of holes turn the other way.
    return rings.stream().filter(ring -> signedArea(ring) * outside > 0).toList();
  }

  private static boolean isInside(double[] polygon, ImageSize size) {
    for (int i = 0; i < polygon.length; i++) {
      double end = i % 2 == 0 ? size.width() : size.height();
      if (!(polygon[i] >= 0 && polygon[i] <= end)) {
        return false;
      }
    }
    return true;
  }

  private static Path2D path(double[] polygon) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    path.moveTo(polygon[0], polygon[1]);
    for (int i = 2; i < polygon.length; i += 2) {
      path.lineTo(polygon[i], polygon[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static List<double[]> rings(Area area) {
    List<double[]> rings = new ArrayList<>();
    double[] ring = new double[MIN_NUMBERS];
    int used = 0;
    double[] point = new double[6];
    for (PathIterator it = area.getPathIterator(null); !it.isDone(); it.next()) {
      int kind = it.currentSegment(point);
      if (kind == PathIterator.SEG_CLOSE) {
        rings.add(Arrays.copyOf(ring, used));
        used = 0;
      } else {
        ring = used + 2 > ring.length ? Arrays.copyOf(ring, 2 * used) : ring;
        ring[used++] = point[0];
        ring[used++] = point[1];
      }
    }
    return rings;
  }

  /** Twice the area, positive or negative by the direction of the corners. */
  private static double signedArea(double[] ring) {
    double sum = 0;
    for (int i = 0; i < ring.length; i += 2) {
      int next = (i + 2) % ring.length;
      sum += ring[i] * ring[next + 1] - ring[next] * ring[i + 1];
    }
    return sum;
  }
}
