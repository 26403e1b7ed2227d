/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures side by side on white paper.
 *
 * @param side the longest side of one in pixels
 */
public record Tiles(int side) {

  private static final int GAP = 6;
  private static final byte PAPER = (byte) 0xff;

  /** Checks the side. */
  public Tiles {
    if (side < 1) {
      throw new IllegalArgumentException("expected a side of at least one pixel, found " + side);
    }
  }

  /**
   * The size that a picture is to be drawn at: as large as fits. Small pictures are enlarged, or
   * their labels would hide them.
   *
   * @param size of a picture
   * @return its size on the sheet
   */
  public ImageSize fitted(ImageSize size) {
    double factor = (double) side / size.longSide();
    return new ImageSize(
        Math.max(1, (int) Math.round(size.height() * factor)),
        Math.max(1, (int) Math.round(size.width() * factor)));
  }

  /**
   * Draws the sheet.
   *
   * @param pictures at least one, none larger than the side
   * @return about as wide as high
   * @throws IllegalArgumentException if there is none, or one is too large
   */
  public RgbImage sheet(List<RgbImage> pictures) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("expected at least one picture");
    }
    int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
    int rows = (pictures.size() - 1) / columns + 1;
    int cell = side + GAP;
    int width = columns * cell + GAP;
    int height = rows * cell + GAP;
    byte[] sheet = new byte[Math.multiplyExact(3 * width, height)];
    Arrays.fill(sheet, PAPER);
    for (int i = 0; i < pictures.size(); i++) {
      RgbImage picture = pictures.get(i);
      if (picture.size().longSide() > side) {
        throw new IllegalArgumentException(
            "a picture of %s does not fit into %d".formatted(picture.size().text(), side));
      }
      int left = GAP + i % columns * cell + (side - picture.width()) / 2;
      int top = GAP + i / columns * cell + (side - picture.height()) / 2;
      paste(picture, sheet, width, left, top);
    }
    return RgbImage.of(width, height, sheet);
  }

  private static void paste(RgbImage image, byte[] sheet, int width, int left, int top) {
    byte[] pixels = image.toBytes();
    int row = 3 * image.width();
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(pixels, y * row, sheet, 3 * ((top + y) * width + left), row);
    }
  }
}
