/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

/** Fills a mask with translucent colour and draws its contour. */
final class MaskPainter {
  private MaskPainter() {}

  /**
   * Paints.
   *
   * @param rgb interleaved pixels, changed in place
   * @param mask one byte per pixel, 0 outside
   * @param contour width of the contour, which lies inside the mask
   */
  static void paint(byte[] rgb, byte[] mask, int width, int colour, double opacity, int contour) {
    int height = mask.length / width;
    int[] depth = depth(mask, width, height, contour);
    int alpha = (int) Math.round(opacity * 256);
    for (int i = 0; i < mask.length; i++) {
      if (depth[i] > contour) {
        blend(rgb, 3 * i, colour, alpha);
      } else if (depth[i] > 0) {
        blend(rgb, 3 * i, colour, 256);
      }
    }
  }

  /** Mixes a colour into a pixel; alpha 256 replaces it. */
  static void blend(byte[] rgb, int at, int colour, int alpha) {
    for (int c = 0; c < 3; c++) {
      int under = rgb[at + c] & 0xff;
      int over = colour >> (16 - 8 * c) & 0xff;
      rgb[at + c] = (byte) (under + ((over - under) * alpha + 128 >> 8));
    }
  }

  /**
   * City-block distance to the nearest pixel outside the mask, up to {@code limit + 1}. The
   * picture's border does not count as outside: a mask that is cut off there stays open.
   */
  private static int[] depth(byte[] mask, int width, int height, int limit) {
    int most = limit + 1;
    int[] depth = new int[mask.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (mask[i] != 0) {
          int left = x > 0 ? depth[i - 1] : most;
          int above = y > 0 ? depth[i - width] : most;
          depth[i] = Math.min(Math.min(left, above) + 1, most);
        }
      }
    }
    for (int y = height - 1, i = mask.length - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--, i--) {
        int right = x < width - 1 ? depth[i + 1] : most;
        int below = y < height - 1 ? depth[i + width] : most;
        depth[i] = Math.min(depth[i], Math.min(right, below) + 1);
      }
    }
    return depth;
  }
}
