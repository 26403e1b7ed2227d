/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import io.mpvit.image.RgbImage;

/**
 * A copy of a picture to draw on. Later things cover earlier ones: draw masks, then boxes, then
 * labels, the most important label first, because the first one gets the best place.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Canvas {
  private static final double PADDING = 2.5; // around text, in units of a seventh of its height
  private static final double SMALLEST_UNIT = 5.0 / Lettering.CAPITAL;

  private final int width;
  private final int height;
  private final byte[] rgb;
  private final DrawingStyle style;
  private final LabelPlacer placer;

  /** A canvas with line widths and letters that fit the picture's size. */
  public Canvas(RgbImage picture) {
    this(picture, DrawingStyle.fitting(picture.size()));
  }

  /** A canvas with a style of the caller's. */
  public Canvas(RgbImage picture, DrawingStyle style) {
    this.width = picture.width();
    this.height = picture.height();
    this.rgb = picture.toBytes();
    this.style = style;
    this.placer = new LabelPlacer(width, height);
  }

  /**
   * Draws the edges of a box, inside it. What lies outside the picture is cut off, and the edge
   * then runs along the border.
   *
   * @param x0 left, in pixels from the picture's left border
   * @param y0 top
   * @param x1 right, at least x0
   * @param y1 bottom, at least y0
   * @param colour {@code 0xRRGGBB}
   */
  public Canvas box(double x0, double y0, double x1, double y1, int colour) {
    PixelRect box = pixels(x0, y0, x1, y1);
    if (box == null) {
      return this;
    }
    int line = style.lineWidth();
    fill(new PixelRect(box.left(), box.top(), box.right(), box.top() + line), box, colour);
    fill(new PixelRect(box.left(), box.bottom() - line, box.right(), box.bottom()), box, colour);
    fill(new PixelRect(box.left(), box.top(), box.left() + line, box.bottom()), box, colour);
    fill(new PixelRect(box.right() - line, box.top(), box.right(), box.bottom()), box, colour);
    return this;
  }

  /**
   * Writes a label for a box on a plate of the given colour: inside the picture, at the box, and
   * beside the labels written before where there is room. Text too long for the picture is set
   * smaller, then cut.
   *
   * @param text one line, in our own letters or, what these lack, in those of the machine's fonts
   */
  public Canvas label(String text, double x0, double y0, double x1, double y1, int colour) {
    PixelRect box = pixels(x0, y0, x1, y1);
    if (box == null || text.isBlank()) {
      return this;
    }
    Lettering font = Lettering.of(text);
    double unit = style.textHeight() / Lettering.CAPITAL;
    unit = Math.max(SMALLEST_UNIT, Math.min(unit, width / (font.width(text) + 2 * PADDING)));
    String line = cut(text, font, unit);
    int plateWidth = (int) Math.ceil(unit * (font.width(line) + 2 * PADDING));
    int plateHeight =
        (int) Math.ceil(unit * (Lettering.CAPITAL + Lettering.DESCENT / 2 + 2 * PADDING));
    if (line.isEmpty() || plateHeight > height) {
      return this; // no room for a single letter
    }
    PixelRect plate = placer.place(box, plateWidth, plateHeight);
    fill(plate, plate, colour);
    float[] cover =
        font.coverage(line, unit * PADDING, unit * PADDING, unit, plateWidth, plateHeight);
    int ink = Palette.textOn(colour);
    for (int i = 0; i < cover.length; i++) {
      int y = plate.top() + i / plateWidth;
      int x = plate.left() + i % plateWidth;
      MaskPainter.blend(rgb, 3 * (y * width + x), ink, Math.round(cover[i] * 256));
    }
    return this;
  }

  /**
   * Covers a region with translucent colour and draws its contour.
   *
   * @param mask width x height bytes, row by row; 0 is outside
   */
  public Canvas mask(byte[] mask, int colour) {
    if (mask.length != width * height) {
      throw new IllegalArgumentException(
          "a mask for a picture of %d x %d needs %d bytes, not %d"
              .formatted(width, height, width * height, mask.length));
    }
    int contour = Math.max(1, style.lineWidth() / 2);
    MaskPainter.paint(rgb, mask, width, colour, style.maskOpacity(), contour);
    return this;
  }

  /** What has been drawn so far. */
  public RgbImage toImage() {
    return RgbImage.of(width, height, rgb);
  }

  private String cut(String line, Lettering font, double unit) {
    String shown = line;
    while (!shown.isEmpty() && unit * (font.width(shown) + 2 * PADDING) > width) {
      shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -1));
    }
    return shown;
  }

  /** The pixels of a box inside the picture, at least one; null if it lies outside. */
  private PixelRect pixels(double x0, double y0, double x1, double y1) {
    if (!(x0 <= x1 && y0 <= y1)) {
      throw new IllegalArgumentException(
          "a box needs x0 <= x1 and y0 <= y1, not %s, %s, %s, %s".formatted(x0, y0, x1, y1));
    }
    if (x1 < 0 || y1 < 0 || x0 > width || y0 > height) {
      return null;
    }
    int left = (int) Math.min(Math.max(Math.round(x0), 0), width - 1);
    int top = (int) Math.min(Math.max(Math.round(y0), 0), height - 1);
    int right = (int) Math.max(Math.min(Math.round(x1), width), left + 1);
    int bottom = (int) Math.max(Math.min(Math.round(y1), height), top + 1);
    return new PixelRect(left, top, right, bottom);
  }

  private void fill(PixelRect rect, PixelRect clip, int colour) {
    for (int y = Math.max(rect.top(), clip.top());
        y < Math.min(rect.bottom(), clip.bottom());
        y++) {
      int right = Math.min(rect.right(), clip.right());
      for (int x = Math.max(rect.left(), clip.left()); x < right; x++) {
        MaskPainter.blend(rgb, 3 * (y * width + x), colour, 256);
      }
    }
  }
}
