/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * The eight values of EXIF tag 274, as the step that turns the stored picture upright.
 *
 * @param transpose whether rows and columns are exchanged first
 * @param mirror whether the result is then mirrored left to right
 * @param flip whether the result is then flipped top to bottom
 */
record ExifOrientation(boolean transpose, boolean mirror, boolean flip) {
  private static final ExifOrientation NORMAL = new ExifOrientation(false, false, false);

  /** The step for a tag value; anything but 2..8 means none. */
  static ExifOrientation ofTag(int tag) {
    return switch (tag) {
      case 2 -> new ExifOrientation(false, true, false);
      case 3 -> new ExifOrientation(false, true, true);
      case 4 -> new ExifOrientation(false, false, true);
      case 5 -> new ExifOrientation(true, false, false);
      case 6 -> new ExifOrientation(true, true, false);
      case 7 -> new ExifOrientation(true, true, true);
      case 8 -> new ExifOrientation(true, false, true);
      default -> NORMAL;
    };
  }

  /** What a picture file says; broken or absent EXIF data mean none. */
  static ExifOrientation of(byte[] file, ImageFormat format) {
    Metadata metadata =
        switch (format) {
          case JPEG -> JpegMetadata.read(file);
          case PNG -> PngMetadata.read(file);
          case WEBP -> WebpMetadata.read(file);
          case TIFF -> new Metadata(file, Metadata.NONE.xmp());
          default -> Metadata.NONE;
        };
    return ofTag(metadata.orientation());
  }

  RgbImage upright(RgbImage stored) {
    if (equals(NORMAL)) {
      return stored;
    }
    byte[] from = stored.raw();
    int width = transpose ? stored.height() : stored.width();
    int height = transpose ? stored.width() : stored.height();
    int stepX = 3 * (transpose ? stored.width() : 1);
    int stepY = 3 * (transpose ? 1 : stored.width());
    byte[] to = new byte[from.length];
    for (int y = 0, o = 0; y < height; y++) {
      int start = stepY * (flip ? height - 1 - y : y) + (mirror ? stepX * (width - 1) : 0);
      int step = mirror ? -stepX : stepX;
      for (int x = 0, i = start; x < width; x++, i += step, o += 3) {
        to[o] = from[i];
        to[o + 1] = from[i + 1];
        to[o + 2] = from[i + 2];
      }
    }
    return RgbImage.wrap(width, height, to);
  }
}
