/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.nio.charset.StandardCharsets;

/** The deterministic picture of the reference data: 8 x 8 blocks of hashed colours. */
final class ReferenceImage {
  private ReferenceImage() {}

  static RgbImage of(String name, int height, int width) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    int gh = (height + 7) / 8;
    int gw = (width + 7) / 8;
    byte[] rgb = new byte[3 * height * width];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          long i = ((long) c * gh + y / 8) * gw + x / 8;
          rgb[o++] = (byte) (int) (256 * uniform(hash, i));
        }
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  private static double uniform(long hash, long i) {
    long z = hash + (i + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) / (double) (1 << 24);
  }
}
