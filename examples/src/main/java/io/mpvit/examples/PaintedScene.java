/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import io.mpvit.detection.Category;
import io.mpvit.detection.Instance;
import io.mpvit.detection.Instances;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A picture of flat shapes whose instances are known. What is painted later covers what was painted
 * before, in the picture and in the masks.
 */
final class PaintedScene {

  private static final int CURVE = 120; // corners of an ellipse

  private final ImageSize size;
  private final byte[] rgb;

  /** For each pixel the shape that is seen there, from 1. */
  private final int[] seen;

  private final List<Category> categories = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();

  PaintedScene(ImageSize size, int background) {
    this.size = size;
    this.seen = new int[size.height() * size.width()];
    this.rgb = new byte[3 * seen.length];
    for (int i = 0; i < seen.length; i++) {
      paint(i, background);
    }
  }

  /** Paints a polygon with corners x0, y0, x1, y1, ... */
  PaintedScene polygon(String category, float score, int colour, double... corners) {
    return shape(category, score, colour, PolygonRasterizer.rasterize(corners, size).toBitmap());
  }

  /** Paints an ellipse around a centre. */
  PaintedScene ellipse(
      String category, float score, int colour, double x, double y, double a, double b) {
    return polygon(category, score, colour, corners(x, y, a, b));
  }

  /** Paints a circle with a hole. */
  PaintedScene ring(
      String category, float score, int colour, double x, double y, double outer, double inner) {
    boolean[] ring = PolygonRasterizer.rasterize(corners(x, y, outer, outer), size).toBitmap();
    boolean[] hole = PolygonRasterizer.rasterize(corners(x, y, inner, inner), size).toBitmap();
    for (int i = 0; i < ring.length; i++) {
      ring[i] &= !hole[i];
    }
    return shape(category, score, colour, ring);
  }

  private static double[] corners(double x, double y, double a, double b) {
    double[] corners = new double[2 * CURVE];
    for (int i = 0; i < CURVE; i++) {
      corners[2 * i] = x + a * Math.cos(2 * Math.PI * i / CURVE);
      corners[2 * i + 1] = y + b * Math.sin(2 * Math.PI * i / CURVE);
    }
    return corners;
  }

  private PaintedScene shape(String name, float score, int colour, boolean[] pixels) {
    categories.add(
        CocoCategories.categories().items().stream()
            .filter(category -> category.name().equals(name))
            .findFirst()
            .orElseThrow());
    scores.add(score);
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i]) {
        seen[i] = categories.size();
        paint(i, colour);
      }
    }
    return this;
  }

  private void paint(int pixel, int colour) {
    rgb[3 * pixel] = (byte) (colour >> 16);
    rgb[3 * pixel + 1] = (byte) (colour >> 8);
    rgb[3 * pixel + 2] = (byte) colour;
  }

  /** The picture. */
  RgbImage picture() {
    return RgbImage.of(size.width(), size.height(), rgb);
  }

  /** What a perfect segmenter would find, by descending score. */
  Instances instances() {
    List<Instance> items = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      boolean[] visible = new boolean[seen.length];
      for (int p = 0; p < seen.length; p++) {
        visible[p] = seen[p] == i + 1;
      }
      Rle mask = Rle.ofBitmap(size, visible);
      MaskBounds bounds = mask.bounds();
      Box box =
          new Box(
              bounds.x(), bounds.y(), bounds.x() + bounds.width(), bounds.y() + bounds.height());
      items.add(new Instance(box, scores.get(i), categories.get(i).index(), mask));
    }
    items.sort(Comparator.comparingDouble((Instance item) -> -item.score()));
    return new Instances(size, items);
  }
}
