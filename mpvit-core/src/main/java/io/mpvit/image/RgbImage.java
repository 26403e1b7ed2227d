/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An immutable picture of 8-bit red, green and blue, what Pillow calls mode {@code RGB}.
 *
 * <p>Pixels are interleaved, row by row from the top: byte {@code 3 * (y * width + x) + c}.
 */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] rgb;

  private RgbImage(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * A picture with a copy of the given pixels.
   *
   * @param width at least 1
   * @param height at least 1
   * @param rgb {@code 3 * width * height} interleaved bytes
   * @throws IllegalArgumentException if the array's length does not fit the size
   */
  public static RgbImage of(int width, int height, byte[] rgb) {
    return wrap(width, height, rgb.clone());
  }

  /** Takes the array as it is: the caller must not touch it any more. */
  static RgbImage wrap(int width, int height, byte[] rgb) {
    new ImageSize(height, width);
    if (rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a picture of %d x %d needs %d bytes, not %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
    return new RgbImage(width, height, rgb);
  }

  /**
   * The picture's stored samples as they are: alpha is dropped, not blended, and no colour profile
   * is applied, because Pillow's {@code convert("RGB")} does neither.
   */
  public static RgbImage from(BufferedImage image) {
    return AwtPixels.toRgb(image);
  }

  /** The pixels of a DJL picture, whatever library holds them. */
  public static RgbImage from(Image image) {
    return AwtPixels.toRgb(image);
  }

  /** A copy as an AWT picture of type {@link BufferedImage#TYPE_3BYTE_BGR}. */
  public BufferedImage toBufferedImage() {
    return AwtPixels.toBufferedImage(this);
  }

  /** A copy as a DJL picture. */
  public Image toDjlImage() {
    return ImageFactory.getInstance().fromImage(toBufferedImage());
  }

  /** Pixels per row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Height and width. */
  public ImageSize size() {
    return new ImageSize(height, width);
  }

  /**
   * One pixel as {@code 0xRRGGBB}.
   *
   * @throws IndexOutOfBoundsException if the place is outside the picture
   */
  public int pixel(int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new IndexOutOfBoundsException(
          "no pixel x=%d y=%d in a picture of %d x %d".formatted(x, y, width, height));
    }
    int i = 3 * (y * width + x);
    return (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | rgb[i + 2] & 0xff;
  }

  /** A copy of the interleaved pixels. */
  public byte[] toBytes() {
    return rgb.clone();
  }

  /** The interleaved pixels, read-only and without a copy. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
  }

  /**
   * A rectangle of this picture.
   *
   * @throws IndexOutOfBoundsException if it does not lie inside
   */
  public RgbImage crop(int left, int top, int cropWidth, int cropHeight) {
    if (left < 0
        || top < 0
        || cropWidth < 1
        || cropHeight < 1
        || left > width - cropWidth
        || top > height - cropHeight) {
      throw new IndexOutOfBoundsException(
          "no rectangle of %d x %d at x=%d y=%d in a picture of %d x %d"
              .formatted(cropWidth, cropHeight, left, top, width, height));
    }
    if (cropWidth == width && cropHeight == height) {
      return this;
    }
    byte[] out = new byte[3 * cropWidth * cropHeight];
    for (int y = 0; y < cropHeight; y++) {
      System.arraycopy(rgb, 3 * ((top + y) * width + left), out, 3 * y * cropWidth, 3 * cropWidth);
    }
    return wrap(cropWidth, cropHeight, out);
  }

  /** This picture with left and right exchanged. */
  public RgbImage mirrored() {
    byte[] out = new byte[rgb.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(rgb, 3 * (y * width + x), out, 3 * (y * width + width - 1 - x), 3);
      }
    }
    return wrap(width, height, out);
  }

  /** The pixels themselves, for this package's loops only. */
  byte[] raw() {
    return rgb;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
        && width == that.width
        && height == that.height
        && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + " x " + height + "]";
  }
}
