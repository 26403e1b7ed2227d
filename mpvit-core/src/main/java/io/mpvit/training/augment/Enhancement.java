/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.RgbImage;
import java.util.Arrays;

/**
 * Mixtures of a picture and a poorer version of itself, as Pillow's {@code ImageEnhance} makes
 * them: factor 0 gives the poorer version, 1 the picture, more exaggerates the difference.
 */
final class Enhancement {

  private static final int CHANNELS = 3;

  private Enhancement() {}

  /** The poorer version is grey. */
  static RgbImage color(RgbImage image, double factor) {
    byte[] grey = new byte[CHANNELS * image.width() * image.height()];
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      byte luma = (byte) luma(pixels, i);
      grey[i] = luma;
      grey[i + 1] = luma;
      grey[i + 2] = luma;
    }
    return blend(image, grey, pixels, factor);
  }

  /** The poorer version is the mean grey everywhere. */
  static RgbImage contrast(RgbImage image, double factor) {
    byte[] pixels = image.toBytes();
    long sum = 0;
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      sum += luma(pixels, i);
    }
    byte mean = (byte) (int) ((double) sum / (image.width() * image.height()) + 0.5);
    byte[] flat = new byte[pixels.length];
    Arrays.fill(flat, mean);
    return blend(image, flat, pixels, factor);
  }

  /** The poorer version is black. */
  static RgbImage brightness(RgbImage image, double factor) {
    byte[] pixels = image.toBytes();
    return blend(image, new byte[pixels.length], pixels, factor);
  }

  /** The poorer version is smoothed, but for its border. */
  static RgbImage sharpness(RgbImage image, double factor) {
    byte[] pixels = image.toBytes();
    byte[] smooth = pixels.clone();
    int row = CHANNELS * image.width();
    for (int y = 1; y < image.height() - 1; y++) {
      for (int i = y * row + CHANNELS; i < (y + 1) * row - CHANNELS; i++) {
        smooth[i] = (byte) smoothed(pixels, i, row);
      }
    }
    return blend(image, smooth, pixels, factor);
  }

  /** The centre counts 5 of 13, each neighbour 1. */
  private static int smoothed(byte[] pixels, int at, int row) {
    int sum = 4 * (pixels[at] & 0xff);
    for (int dy = -row; dy <= row; dy += row) {
      for (int dx = -CHANNELS; dx <= CHANNELS; dx += CHANNELS) {
        sum += pixels[at + dy + dx] & 0xff;
      }
    }
    return (int) (sum / 13.0 + 0.5);
  }

  /** ITU-R 601 in 16-bit fixed point, rounded. */
  private static int luma(byte[] pixels, int at) {
    return (pixels[at] & 0xff) * 19595
            + (pixels[at + 1] & 0xff) * 38470
            + (pixels[at + 2] & 0xff) * 7471
            + 0x8000
        >> 16;
  }

  private static RgbImage blend(RgbImage image, byte[] poorer, byte[] pixels, double factor) {
    float alpha = (float) factor;
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < out.length; i++) {
      int from = poorer[i] & 0xff;
      float value = from + alpha * ((pixels[i] & 0xff) - from);
      out[i] = (byte) (int) Math.min(Math.max(value, 0), 255);
    }
    return RgbImage.of(image.width(), image.height(), out);
  }
}
