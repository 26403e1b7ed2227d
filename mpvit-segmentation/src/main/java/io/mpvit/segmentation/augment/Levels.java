/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import io.mpvit.image.RgbImage;
import java.util.function.UnaryOperator;

/** Changes of 8-bit pixels, one by one. */
final class Levels {

  private static final int COUNT = 256;
  private static final int CHANNELS = 3;

  private Levels() {}

  /** What becomes of each level: {@code level * factor + term} in float32, clipped and cut. */
  static byte[] table(float factor, float term) {
    byte[] table = new byte[COUNT];
    for (int i = 0; i < COUNT; i++) {
      table[i] = (byte) (int) Math.max(0, Math.min(COUNT - 1, i * factor + term));
    }
    return table;
  }

  /** Looks every channel of every pixel up. */
  static RgbImage mapped(RgbImage picture, byte... table) {
    byte[] pixels = picture.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = table[pixels[i] & 0xff];
    }
    return RgbImage.of(picture.width(), picture.height(), pixels);
  }

  /** Changes every pixel by its hue, saturation and value. */
  static RgbImage recoloured(RgbImage picture, UnaryOperator<Hsv> change) {
    byte[] pixels = picture.toBytes();
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      Hsv hsv = Hsv.of(pixels[i] & 0xff, pixels[i + 1] & 0xff, pixels[i + 2] & 0xff);
      int rgb = change.apply(hsv).rgb();
      pixels[i] = (byte) (rgb >> 16);
      pixels[i + 1] = (byte) (rgb >> 8);
      pixels[i + 2] = (byte) rgb;
    }
    return RgbImage.of(picture.width(), picture.height(), pixels);
  }
}
