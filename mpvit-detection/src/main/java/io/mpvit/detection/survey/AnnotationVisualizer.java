/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.survey;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.mask.MaskOutline;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.image.ImageSize;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Canvas;
import io.mpvit.visualize.Palette;
import java.util.Comparator;
import java.util.List;

/**
 * Draws true objects into a picture of any size: masks, boxes and the names of their classes, all
 * the larger ones below the smaller ones.
 *
 * @param classes by class index
 * @param palette the colours of the classes
 */
record AnnotationVisualizer(List<CocoCategory> classes, Palette palette) {

  AnnotationVisualizer(List<CocoCategory> classes) {
    this(List.copyOf(classes), Palette.generated(classes.size()));
  }

  /**
   * Draws on a copy of a picture that is resized first, so that lines and letters stay sharp.
   *
   * @param original the size that the objects refer to
   * @param size that of the drawing
   */
  RgbImage draw(RgbImage pixels, ImageSize original, List<SourceObject> all, ImageSize size) {
    Canvas canvas = new Canvas(PillowResize.resize(pixels, size, Resampling.BICUBIC));
    double x = (double) size.width() / original.width();
    double y = (double) size.height() / original.height();
    List<SourceObject> objects =
        all.stream()
            .sorted(Comparator.comparingDouble((SourceObject o) -> o.box().area()).reversed())
            .toList();
    for (SourceObject object : objects) {
      List<double[]> polygons =
          object.mask().map(MaskOutline::polygons).orElse(object.polygons()).stream()
              .map(polygon -> scaled(polygon, x, y))
              .toList();
      if (!polygons.isEmpty()) {
        Rle mask = PolygonRasterizer.rasterize(polygons, size);
        canvas.mask(bytes(mask.toBitmap()), palette.colour(object.classIndex()));
      }
    }
    for (SourceObject object : objects) {
      CocoBox box = object.box();
      canvas.box(
          box.x() * x,
          box.y() * y,
          (box.x() + box.width()) * x,
          (box.y() + box.height()) * y,
          palette.colour(object.classIndex()));
    }
    for (SourceObject object : objects) {
      CocoBox box = object.box();
      String name = classes.get(object.classIndex()).name();
      canvas.label(
          object.crowd() ? name + " (crowd)" : name,
          box.x() * x,
          box.y() * y,
          (box.x() + box.width()) * x,
          (box.y() + box.height()) * y,
          palette.colour(object.classIndex()));
    }
    return canvas.toImage();
  }

  private static double[] scaled(double[] polygon, double x, double y) {
    double[] scaled = new double[polygon.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = polygon[i] * (i % 2 == 0 ? x : y);
    }
    return scaled;
  }

  private static byte[] bytes(boolean... bitmap) {
    byte[] bytes = new byte[bitmap.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (bitmap[i] ? 1 : 0);
    }
    return bytes;
  }
}
