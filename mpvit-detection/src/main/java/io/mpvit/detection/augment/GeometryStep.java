/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import io.mpvit.image.ImageSize;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import java.util.List;

/** One decided change of a picture's geometry. */
public sealed interface GeometryStep {

  /** Changes the picture. */
  RgbImage apply(RgbImage image);

  /**
   * Moves points.
   *
   * @param points x and y alternating, in pixels before the step
   * @return the points after it
   */
  double[] apply(double... points);

  /**
   * Changes an object's parts; one may become several or none.
   *
   * @param polygons x and y alternating
   * @return the parts after the step
   */
  default List<double[]> apply(List<double[]> polygons) {
    return polygons.stream().map(this::apply).toList();
  }

  /**
   * Exchanges left and right.
   *
   * @param width the picture's width
   */
  record Flip(int width) implements GeometryStep {
    @Override
    public RgbImage apply(RgbImage image) {
      return image.mirrored();
    }

    @Override
    public double[] apply(double... points) {
      double[] moved = points.clone();
      for (int i = 0; i < moved.length; i += 2) {
        moved[i] = width - moved[i];
      }
      return moved;
    }
  }

  /**
   * Resizes by Pillow's bilinear interpolation.
   *
   * @param from size before
   * @param to size after
   */
  record Resize(ImageSize from, ImageSize to) implements GeometryStep {
    @Override
    public RgbImage apply(RgbImage image) {
      return PillowResize.resize(image, to, Resampling.BILINEAR);
    }

    @Override
    public double[] apply(double... points) {
      double scaleX = (double) to.width() / from.width();
      double scaleY = (double) to.height() / from.height();
      double[] moved = new double[points.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = points[i] * (i % 2 == 0 ? scaleX : scaleY);
      }
      return moved;
    }
  }

  /**
   * Cuts out a window. Boxes are only moved; polygons are cut at the window's border.
   *
   * @param left first column
   * @param top first row
   * @param size size of the window
   */
  record Crop(int left, int top, ImageSize size) implements GeometryStep {
    @Override
    public RgbImage apply(RgbImage image) {
      return image.crop(left, top, size.width(), size.height());
    }

    @Override
    public double[] apply(double... points) {
      double[] moved = new double[points.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = points[i] - (i % 2 == 0 ? left : top);
      }
      return moved;
    }

    @Override
    public List<double[]> apply(List<double[]> polygons) {
      return polygons.stream()
          .map(this::apply)
          .flatMap(moved -> PolygonClip.clip(moved, size).stream())
          .toList();
    }
  }
}
