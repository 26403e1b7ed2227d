/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.RgbImage;

/**
 * Affine changes of a picture's geometry by Pillow's cubic interpolation (a = -1, no antialiasing).
 * The pixel at (x, y) of the result is that at {@code (a x + b y + c, d x + e y + f)} of the
 * picture, in coordinates whose pixel centres lie at halves; outside is a fill colour.
 */
record AffineWarp(double a, double b, double c, double d, double e, double f) {

  private static final int CHANNELS = 3;

  /** A rotation about the picture's centre, counter-clockwise. */
  static AffineWarp rotation(RgbImage image, double degrees) {
    double angle = Math.toRadians(-degrees);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double x = image.width() / 2.0;
    double y = image.height() / 2.0;
    return new AffineWarp(cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y);
  }

  static AffineWarp shear(double horizontal, double vertical) {
    return new AffineWarp(1, horizontal, 0, vertical, 1, 0);
  }

  static AffineWarp translation(double horizontal, double vertical) {
    return new AffineWarp(1, 0, horizontal, 0, 1, vertical);
  }

  /** Applies it; {@code fill} is red, green, blue. */
  RgbImage apply(RgbImage image, int... fill) {
    byte[] pixels = image.toBytes();
    byte[] out = new byte[pixels.length];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++, at += CHANNELS) {
        double sourceX = a * (x + 0.5) + b * (y + 0.5) + c;
        double sourceY = d * (x + 0.5) + e * (y + 0.5) + f;
        boolean inside =
            sourceX >= 0 && sourceX < image.width() && sourceY >= 0 && sourceY < image.height();
        for (int channel = 0; channel < CHANNELS; channel++) {
          out[at + channel] =
              (byte)
                  (inside
                      ? sample(pixels, image, sourceX - 0.5, sourceY - 0.5, channel)
                      : fill[channel]);
        }
      }
    }
    return RgbImage.of(image.width(), image.height(), out);
  }

  private static int sample(byte[] pixels, RgbImage image, double x, double y, int channel) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double[] rows = new double[4];
    double[] v = new double[4];
    for (int r = 0; r < 4; r++) {
      int row = clamp(top - 1 + r, image.height());
      for (int i = 0; i < 4; i++) {
        int column = clamp(left - 1 + i, image.width());
        v[i] = pixels[CHANNELS * (row * image.width() + column) + channel] & 0xff;
      }
      rows[r] = cubic(v, x - left);
    }
    return (int) Math.min(Math.max(cubic(rows, y - top), 0), 255);
  }

  private static int clamp(int at, int size) {
    return Math.min(Math.max(at, 0), size - 1);
  }

  private static double cubic(double[] v, double t) {
    double p2 = v[2] - v[0];
    double p3 = 2 * (v[0] - v[1]) + v[2] - v[3];
    double p4 = v[1] - v[0] - v[2] + v[3];
    return v[1] + t * (p2 + t * (p3 + t * p4));
  }
}
