/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * Resizes like OpenCV's bilinear interpolation of 8-bit pictures, bit for bit: integer weights of
 * 11 bits, no smoothing when a picture shrinks, and plain means of four pixels where both sides
 * halve exactly.
 *
 * <p>Two rows of the horizontal pass are kept at a time, so that extra memory does not grow with
 * the picture.
 */
public final class OpenCvResize {

  private static final int ONE = 2048;
  private static final int CHANNELS = 3;

  private OpenCvResize() {}

  /**
   * Resizes a picture.
   *
   * @param image the picture
   * @param size the size to reach; the same picture is returned if it has that size already
   * @return the resized picture
   */
  public static RgbImage resize(RgbImage image, ImageSize size) {
    if (image.size().equals(size)) {
      return image;
    }
    long bytes = (long) CHANNELS * size.height() * size.width();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a picture of " + size + " is too large to make");
    }
    byte[] out = new byte[(int) bytes];
    if (image.height() == 2L * size.height() && image.width() == 2L * size.width()) {
      halve(image, size, out);
    } else {
      interpolate(image, size, out);
    }
    return RgbImage.wrap(size.width(), size.height(), out);
  }

  private static void halve(RgbImage image, ImageSize size, byte[] out) {
    byte[] in = image.raw();
    int row = CHANNELS * image.width();
    for (int y = 0, o = 0; y < size.height(); y++) {
      for (int x = 0, i = 2 * y * row; x < size.width(); x++, i += CHANNELS) {
        for (int c = 0; c < CHANNELS; c++, i++, o++) {
          int above = (in[i] & 0xff) + (in[i + CHANNELS] & 0xff);
          int below = (in[i + row] & 0xff) + (in[i + row + CHANNELS] & 0xff);
          out[o] = (byte) (above + below + 2 >> 2);
        }
      }
    }
  }

  private static void interpolate(RgbImage image, ImageSize size, byte[] out) {
    Axis vertical = Axis.of(image.height(), size.height(), false);
    Rows rows = new Rows(image, Axis.of(image.width(), size.width(), true));
    int length = CHANNELS * size.width();
    for (int y = 0; y < size.height(); y++) {
      int first = vertical.index[y];
      int[] above = rows.get(Math.min(Math.max(first, 0), image.height() - 1));
      int[] below = rows.get(Math.min(first + 1, image.height() - 1));
      blend(above, below, vertical.weight0[y], vertical.weight1[y], out, y * length);
    }
  }

  /** The rounding of both products to 16 bits apart is the original's. */
  private static void blend(int[] above, int[] below, int w0, int w1, byte[] out, int at) {
    for (int i = 0; i < above.length; i++) {
      int v = (w0 * (above[i] >> 4) >> 16) + (w1 * (below[i] >> 4) >> 16);
      out[at + i] = (byte) Math.min(Math.max(v + 2 >> 2, 0), 255);
    }
  }

  /** The horizontal pass; the last two rows asked for are kept. */
  private static final class Rows {
    private final byte[] pixels;
    private final int sourceLength;
    private final int last;
    private final Axis axis;
    private final int[][] kept;
    private final int[] numbers = {-1, -1};

    Rows(RgbImage image, Axis axis) {
      pixels = image.raw();
      sourceLength = CHANNELS * image.width();
      last = image.width() - 1;
      this.axis = axis;
      kept = new int[2][CHANNELS * axis.index.length];
    }

    /** Rows are asked for in pairs of neighbours, so each takes the place of its parity. */
    int[] get(int y) {
      int place = y & 1;
      if (numbers[place] != y) {
        compute(y * sourceLength, kept[place]);
        numbers[place] = y;
      }
      return kept[place];
    }

    private void compute(int at, int[] out) {
      for (int x = 0, o = 0; x < axis.index.length; x++, o += CHANNELS) {
        int a = at + CHANNELS * axis.index[x];
        int b = axis.index[x] < last ? a + CHANNELS : a;
        int w0 = axis.weight0[x];
        int w1 = axis.weight1[x];
        out[o] = (pixels[a] & 0xff) * w0 + (pixels[b] & 0xff) * w1;
        out[o + 1] = (pixels[a + 1] & 0xff) * w0 + (pixels[b + 1] & 0xff) * w1;
        out[o + 2] = (pixels[a + 2] & 0xff) * w0 + (pixels[b + 2] & 0xff) * w1;
      }
    }
  }

  /** The pixel before each target pixel, and the weights of it and of the one after it. */
  private static final class Axis {
    private final int[] index;
    private final int[] weight0;
    private final int[] weight1;

    private Axis(int length) {
      index = new int[length];
      weight0 = new int[length];
      weight1 = new int[length];
    }

    /**
     * Computes an axis.
     *
     * @param clamped whether places beyond the border's pixels are moved onto them, as on the
     *     horizontal axis; on the vertical one only the row numbers are
     */
    static Axis of(int in, int out, boolean clamped) {
      Axis axis = new Axis(out);
      double scale = 1 / ((double) out / in);
      for (int i = 0; i < out; i++) {
        float place = (float) ((i + 0.5) * scale - 0.5);
        int first = (int) Math.floor(place);
        float f = place - first;
        if (clamped && (first < 0 || first >= in - 1)) {
          first = first < 0 ? 0 : in - 1;
          f = 0;
        }
        axis.index[i] = first;
        axis.weight0[i] = (int) Math.rint((1 - f) * ONE);
        axis.weight1[i] = (int) Math.rint(f * ONE);
      }
      return axis;
    }
  }
}
