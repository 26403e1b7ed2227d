/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.util.Arrays;

/**
 * Resizes like Pillow, bit for bit: two passes, horizontal then vertical, each rounded to 8 bits; a
 * pass that would not change its axis is skipped.
 *
 * <p>Rows of the horizontal pass are made when the vertical pass first needs them and kept in a
 * ring, so that extra memory is a few rows whatever the picture's size.
 */
public final class PillowResize {
  private PillowResize() {}

  /**
   * Resizes a whole picture.
   *
   * @param size the size to reach; the same picture is returned if it has that size already
   */
  public static RgbImage resize(RgbImage image, ImageSize size, Resampling kernel) {
    return resizeWindow(image, size, kernel, 0, 0, size);
  }

  /**
   * Computes only a window of the resized picture: the same pixels as resizing and then cropping,
   * without the cost of the rest.
   *
   * @param size the size of the whole resized picture
   * @param left first column of the window
   * @param top first row of the window
   * @param window size of the window, which must lie inside {@code size}
   */
  public static RgbImage resizeWindow(
      RgbImage image, ImageSize size, Resampling kernel, int left, int top, ImageSize window) {
    if (left < 0
        || top < 0
        || left > size.width() - window.width()
        || top > size.height() - window.height()) {
      throw new IllegalArgumentException(
          "window %s at x=%d y=%d does not lie in a picture of %s"
              .formatted(window, left, top, size));
    }
    if (image.size().equals(size)) {
      return image.crop(left, top, window.width(), window.height());
    }
    long bytes = 3L * window.height() * window.width();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a picture of " + window + " is too large to make");
    }
    Rows rows = new Rows(image, size.width(), left, window.width(), kernel);
    byte[] out = new byte[(int) bytes];
    if (image.height() == size.height()) {
      for (int y = 0; y < window.height(); y++) {
        rows.computeInto(top + y, rows.scratch);
        narrow(rows.scratch, out, y * rows.length);
      }
    } else {
      AxisWeights axis =
          AxisWeights.of(kernel, image.height(), size.height(), top, window.height());
      vertical(rows, axis, out);
    }
    return RgbImage.wrap(window.width(), window.height(), out);
  }

  private static void vertical(Rows rows, AxisWeights axis, byte[] out) {
    int[][] ring = new int[axis.widest()][rows.length];
    int[] sum = new int[rows.length];
    int ready = axis.first(0); // rows below this one are in the ring
    for (int y = 0; y < axis.length(); y++) {
      int first = axis.first(y);
      int end = first + axis.count(y);
      for (ready = Math.max(ready, first); ready < end; ready++) {
        rows.computeInto(ready, ring[ready % ring.length]);
      }
      weigh(ring, first, axis.weights(), axis.offset(y), axis.count(y), sum);
      narrow(sum, out, y * rows.length);
    }
  }

  /** sum = clamp((weighted rows + half) >> 22); plain int loops that the JIT turns into SIMD. */
  private static void weigh(
      int[][] ring, int first, int[] weights, int offset, int count, int[] sum) {
    int k = 0;
    if (count >= 2) {
      addTwo(
          ring[first % ring.length],
          ring[(first + 1) % ring.length],
          weights[offset],
          weights[offset + 1],
          sum);
      k = 2;
    } else {
      Arrays.fill(sum, AxisWeights.ROUND);
    }
    for (; k < count; k++) {
      add(ring[(first + k) % ring.length], weights[offset + k], sum);
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.min(Math.max(sum[i] >> AxisWeights.PRECISION, 0), 255);
    }
  }

  private static void addTwo(int[] a, int[] b, int wa, int wb, int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] * wa + b[i] * wb + AxisWeights.ROUND;
    }
  }

  private static void add(int[] row, int weight, int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += row[i] * weight;
    }
  }

  private static void narrow(int[] row, byte[] out, int at) {
    for (int i = 0; i < row.length; i++) {
      out[at + i] = (byte) row[i];
    }
  }

  /** The horizontal pass, one row at a time, widened to ints. */
  private static final class Rows {
    private final byte[] pixels;
    private final int sourceLength;
    private final int skip;
    private final AxisWeights axis; // null if the width does not change
    private final int[] source;
    private final int length;
    private final int[] scratch;

    Rows(RgbImage image, int width, int left, int windowWidth, Resampling kernel) {
      pixels = image.raw();
      sourceLength = 3 * image.width();
      axis =
          image.width() == width
              ? null
              : AxisWeights.of(kernel, image.width(), width, left, windowWidth);
      skip = 3 * left;
      source = axis == null ? null : new int[sourceLength];
      length = 3 * windowWidth;
      scratch = new int[length];
    }

    void computeInto(int y, int[] out) {
      int at = y * sourceLength;
      if (axis == null) {
        widen(pixels, at + skip, out);
        return;
      }
      widen(pixels, at, source);
      int[] weights = axis.weights();
      for (int x = 0, o = 0; x < axis.length(); x++, o += 3) {
        int r = AxisWeights.ROUND;
        int g = AxisWeights.ROUND;
        int b = AxisWeights.ROUND;
        int w = axis.offset(x);
        int end = w + axis.count(x);
        for (int s = 3 * axis.first(x); w < end; w++, s += 3) {
          int weight = weights[w];
          r += source[s] * weight;
          g += source[s + 1] * weight;
          b += source[s + 2] * weight;
        }
        out[o] = clamp(r);
        out[o + 1] = clamp(g);
        out[o + 2] = clamp(b);
      }
    }

    private static int clamp(int sum) {
      return Math.min(Math.max(sum >> AxisWeights.PRECISION, 0), 255);
    }

    private static void widen(byte[] from, int at, int[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = from[at + i] & 0xff;
      }
    }
  }
}
