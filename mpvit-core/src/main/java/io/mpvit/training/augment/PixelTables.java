/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.RgbImage;
import java.util.function.IntUnaryOperator;

/** Changes that replace each channel's values by those of a table, as Pillow makes them. */
final class PixelTables {

  private static final int LEVELS = 256;
  private static final int CHANNELS = 3;

  private PixelTables() {}

  /** Replaces the values of all channels. */
  static RgbImage map(RgbImage image, IntUnaryOperator value) {
    byte[] table = new byte[LEVELS];
    for (int v = 0; v < LEVELS; v++) {
      table[v] = (byte) Math.min(Math.max(value.applyAsInt(v), 0), LEVELS - 1);
    }
    return map(image, new byte[][] {table, table, table});
  }

  private static RgbImage map(RgbImage image, byte[][] tables) {
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = tables[i % CHANNELS][pixels[i] & 0xff];
    }
    return RgbImage.of(image.width(), image.height(), pixels);
  }

  /** Stretches each channel from its darkest to its brightest value to the full range. */
  static RgbImage autoContrast(RgbImage image) {
    byte[][] tables = new byte[CHANNELS][LEVELS];
    for (int c = 0; c < CHANNELS; c++) {
      int[] counts = histogram(image, c);
      int low = 0;
      while (counts[low] == 0) {
        low++;
      }
      int high = LEVELS - 1;
      while (counts[high] == 0) {
        high--;
      }
      double scale = high > low ? 255.0 / (high - low) : 1;
      double offset = high > low ? -low * scale : 0;
      for (int v = 0; v < LEVELS; v++) {
        tables[c][v] = (byte) Math.min(Math.max((int) (v * scale + offset), 0), LEVELS - 1);
      }
    }
    return map(image, tables);
  }

  /** Makes each channel's values about equally frequent. */
  static RgbImage equalize(RgbImage image) {
    byte[][] tables = new byte[CHANNELS][LEVELS];
    for (int c = 0; c < CHANNELS; c++) {
      int[] counts = histogram(image, c);
      int brightest = LEVELS - 1;
      while (counts[brightest] == 0) {
        brightest--;
      }
      int step = (image.width() * image.height() - counts[brightest]) / (LEVELS - 1);
      int sum = step / 2;
      for (int v = 0; v < LEVELS; v++) {
        tables[c][v] = (byte) (step == 0 ? v : Math.min(sum / step, LEVELS - 1));
        sum += counts[v];
      }
    }
    return map(image, tables);
  }

  private static int[] histogram(RgbImage image, int channel) {
    int[] counts = new int[LEVELS];
    byte[] pixels = image.toBytes();
    for (int i = channel; i < pixels.length; i += CHANNELS) {
      counts[pixels[i] & 0xff]++;
    }
    return counts;
  }
}
