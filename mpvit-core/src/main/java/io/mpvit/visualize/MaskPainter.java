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
    PixelRect part = surroundings(mask, width);
    if (part == null) {
      return;
    }
    int[] depth = depth(mask, width, part, contour);
    int alpha = (int) Math.round(opacity * 256);
    int partWidth = part.right() - part.left();
    for (int i = 0; i < depth.length; i++) {
      int at = 3 * ((part.top() + i / partWidth) * width + part.left() + i % partWidth);
      if (depth[i] > contour) {
        blend(rgb, at, colour, alpha);
      } else if (depth[i] > 0) {
        blend(rgb, at, colour, 256);
      }
    }
  }

  /** The bounds of a mask with a margin of a pixel where there is room; null if it is empty. */
  private static PixelRect surroundings(byte[] mask, int width) {
    int height = mask.length / width;
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (mask[i] != 0) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return right < 0
        ? null
        : new PixelRect(
            Math.max(left - 1, 0),
            Math.max(top - 1, 0),
            Math.min(right + 2, width),
            Math.min(bottom + 2, height));
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
   * City-block distance to the nearest pixel outside the mask, up to {@code limit + 1}, in a part
   * of the picture. The part's border does not count as outside: a mask that is cut off by the
   * picture's border stays open there.
   */
  private static int[] depth(byte[] mask, int pictureWidth, PixelRect part, int limit) {
    int most = limit + 1;
    int width = part.right() - part.left();
    int height = part.bottom() - part.top();
    int[] depth = new int[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      int row = (part.top() + y) * pictureWidth + part.left();
      for (int x = 0; x < width; x++, i++) {
        if (mask[row + x] != 0) {
          int left = x > 0 ? depth[i - 1] : most;
          int above = y > 0 ? depth[i - width] : most;
          depth[i] = Math.min(Math.min(left, above) + 1, most);
        }
      }
    }
    for (int y = height - 1, i = depth.length - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--, i--) {
        int right = x < width - 1 ? depth[i + 1] : most;
        int below = y < height - 1 ? depth[i + width] : most;
        depth[i] = Math.min(depth[i], Math.min(right, below) + 1);
      }
    }
    return depth;
  }
}
