/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of text on plates of their colours, beside a picture so that nothing of it is hidden.
 *
 * @param entries the lines, top down
 */
public record Legend(List<Entry> entries) {

  private static final double PADDING = 2.5; // around text, in units of a seventh of its height
  private static final double LINE = Lettering.CAPITAL + Lettering.DESCENT / 2 + 2 * PADDING;
  private static final double SMALLEST_UNIT = 1;
  private static final byte BACKGROUND = (byte) 0xff;

  /**
   * A line of a legend.
   *
   * @param text one line, in our own letters or, what these lack, in those of the machine's fonts
   * @param colour {@code 0xRRGGBB}
   */
  public record Entry(String text, int colour) {}

  /** Copies the entries. */
  public Legend {
    entries = List.copyOf(entries);
  }

  /**
   * Draws the legend to the right of a picture, in letters that fit it: smaller ones where there
   * are many lines, and several columns where even the smallest do not suffice.
   *
   * @param picture the picture
   * @return a wider picture, the given one at its top left; as high, or as high as a line needs
   */
  public RgbImage beside(RgbImage picture) {
    if (entries.isEmpty()) {
      return picture;
    }
    double unit = unit(picture.size());
    int line = (int) Math.ceil(unit * LINE);
    int perColumn = Math.max(1, picture.height() / line);
    int columns = (entries.size() - 1) / perColumn + 1;
    int plate = plateWidth(unit);
    int width = Math.addExact(picture.width(), Math.multiplyExact(columns, plate));
    int height = Math.max(picture.height(), line);
    byte[] rgb = widened(picture, width, height);
    for (int i = 0; i < entries.size(); i++) {
      int left = picture.width() + i / perColumn * plate;
      PixelRect place = PixelRect.at(left, i % perColumn * line, plate, line);
      draw(entries.get(i), place, unit, rgb, width);
    }
    return RgbImage.of(width, height, rgb);
  }

  private double unit(ImageSize picture) {
    double wanted = DrawingStyle.fitting(picture).textHeight() / Lettering.CAPITAL;
    double oneColumn = Math.floor((double) picture.height() / entries.size()) / LINE;
    return Math.max(SMALLEST_UNIT, Math.min(wanted, oneColumn));
  }

  private int plateWidth(double unit) {
    double longest =
        entries.stream()
            .mapToDouble(entry -> Lettering.of(entry.text()).width(entry.text()))
            .max()
            .orElseThrow();
    return (int) Math.ceil(unit * (longest + 2 * PADDING));
  }

  private static byte[] widened(RgbImage picture, int width, int height) {
    byte[] from = picture.toBytes();
    byte[] to = new byte[Math.multiplyExact(3 * width, height)];
    Arrays.fill(to, BACKGROUND);
    int row = 3 * picture.width();
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(from, y * row, to, 3 * y * width, row);
    }
    return to;
  }

  private static void draw(Entry entry, PixelRect place, double unit, byte[] rgb, int width) {
    float[] cover =
        Lettering.of(entry.text())
            .coverage(
                entry.text(), unit * PADDING, unit * PADDING, unit, place.width(), place.height());
    int ink = Palette.textOn(entry.colour());
    for (int i = 0; i < cover.length; i++) {
      int y = place.top() + i / place.width();
      int x = place.left() + i % place.width();
      int at = 3 * (y * width + x);
      MaskPainter.blend(rgb, at, entry.colour(), 256);
      MaskPainter.blend(rgb, at, ink, Math.round(cover[i] * 256));
    }
  }
}
