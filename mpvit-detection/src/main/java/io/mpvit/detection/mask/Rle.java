/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import io.mpvit.image.ImageSize;
import java.util.Arrays;
import java.util.Objects;

/**
 * A mask of one picture as run lengths, in the form of the COCO data set: pixels are read column by
 * column, top to bottom, and the counts alternate between runs of unset and set pixels, starting
 * with unset (that first run may be 0). The counts sum up to height x width.
 *
 * <p>Counts that come from a file are kept as they are, also with zero runs in between; everything
 * that this package computes is in canonical form, where only the first run may be 0.
 */
public final class Rle {
  private final ImageSize size;
  private final int[] counts;

  private Rle(ImageSize size, int[] counts) {
    this.size = size;
    this.counts = counts;
  }

  /**
   * Makes a mask of uncompressed counts.
   *
   * @param size size of the picture
   * @param counts run lengths, unset pixels first
   * @return the mask
   * @throws IllegalArgumentException if a count is negative, or the sum is not height x width, or
   *     the picture has more than 2^31 - 1 pixels
   */
  public static Rle of(ImageSize size, int... counts) {
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("RLE counts must not be negative, found " + count);
      }
      sum += count;
    }
    if (sum != pixels(size)) {
      throw new IllegalArgumentException(
          "RLE counts of a mask of "
              + size.text()
              + " must sum to "
              + pixels(size)
              + ", found "
              + sum);
    }
    return new Rle(size, counts.clone());
  }

  /** Takes over counts that are known to be right. */
  static Rle trusted(ImageSize size, int[] counts) {
    return new Rle(size, counts);
  }

  /**
   * Makes a mask without pixels.
   *
   * @param size size of the picture
   * @return the mask with the single count height x width
   */
  public static Rle empty(ImageSize size) {
    return new Rle(size, new int[] {pixels(size)});
  }

  /**
   * Reads COCO's compressed text.
   *
   * @param size size of the picture
   * @param text characters {@code '0'} to {@code 'o'}
   * @return the mask
   * @throws IllegalArgumentException if the text has other characters, ends inside a number, or its
   *     counts are negative or do not sum to height x width
   */
  public static Rle parse(ImageSize size, CharSequence text) {
    return new Rle(size, RleText.decode(text, pixels(size)));
  }

  /**
   * Encodes a bitmap.
   *
   * @param size size of the picture
   * @param pixels row-major, [height x width]
   * @return the mask in canonical form
   * @throws IllegalArgumentException if the number of pixels is not that of the picture
   */
  public static Rle ofBitmap(ImageSize size, boolean[] pixels) {
    if (pixels.length != pixels(size)) {
      throw new IllegalArgumentException(
          "bitmap of " + size + ": expected " + pixels(size) + " pixels, found " + pixels.length);
    }
    RunWriter runs = new RunWriter(size);
    for (int x = 0; x < size.width(); x++) {
      for (int at = x; at < pixels.length; at += size.width()) {
        runs.add(1, pixels[at]);
      }
    }
    return runs.finish();
  }

  /** Number of pixels, which must be an int since counts are. */
  static int pixels(ImageSize size) {
    long pixels = (long) size.height() * size.width();
    if (pixels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a mask holds at most " + Integer.MAX_VALUE + " pixels, not " + size);
    }
    return (int) pixels;
  }

  /**
   * Returns the size of the picture.
   *
   * @return height and width of the mask
   */
  public ImageSize size() {
    return size;
  }

  /**
   * Returns the uncompressed counts.
   *
   * @return a copy
   */
  public int[] counts() {
    return counts.clone();
  }

  /** The counts themselves, for readers in this package. */
  int[] runs() {
    return counts;
  }

  /**
   * Returns COCO's compressed text of the counts.
   *
   * @return characters {@code '0'} to {@code 'o'}
   */
  public String text() {
    return RleText.encode(counts);
  }

  /**
   * Decodes the mask.
   *
   * @return a new bitmap, row-major, [height x width]
   */
  public boolean[] toBitmap() {
    int height = size.height();
    int width = size.width();
    boolean[] pixels = new boolean[height * width];
    int position = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = position + counts[i];
      if ((i & 1) == 1) {
        for (int p = position; p < end; p++) {
          pixels[p % height * width + p / height] = true;
        }
      }
      position = end;
    }
    return pixels;
  }

  /** The pixels of a rectangle, row by row; memory goes by the rectangle, not the picture. */
  boolean[] toBitmap(MaskBounds part) {
    boolean[] pixels = new boolean[Math.multiplyExact(part.width(), part.height())];
    int height = size.height();
    int position = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = position + counts[i];
      if ((i & 1) == 1) {
        for (int p = position; p < end; p++) {
          int x = p / height - part.x();
          int y = p % height - part.y();
          if (x >= 0 && y >= 0 && x < part.width() && y < part.height()) {
            pixels[y * part.width() + x] = true;
          }
        }
      }
      position = end;
    }
    return pixels;
  }

  /**
   * Counts the set pixels.
   *
   * @return the area in pixels
   */
  public int area() {
    int area = 0;
    for (int i = 1; i < counts.length; i += 2) {
      area += counts[i];
    }
    return area;
  }

  /**
   * Finds the bounding box of the set pixels.
   *
   * @return the bounds, {@link MaskBounds#NONE} if no pixel is set
   */
  public MaskBounds bounds() {
    int height = size.height();
    int left = Integer.MAX_VALUE;
    int right = -1;
    int top = height;
    int bottom = -1;
    int position = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = position + counts[i];
      if ((i & 1) == 1 && end > position) {
        int firstColumn = position / height;
        int lastColumn = (end - 1) / height;
        left = Math.min(left, firstColumn);
        right = lastColumn;
        if (firstColumn == lastColumn) {
          top = Math.min(top, position - firstColumn * height);
          bottom = Math.max(bottom, end - 1 - lastColumn * height);
        } else { // it passes a lower border and goes on at the upper one
          top = 0;
          bottom = height - 1;
        }
      }
      position = end;
    }
    return right < 0
        ? MaskBounds.NONE
        : new MaskBounds(left, top, right - left + 1, bottom - top + 1);
  }

  /** Two masks are equal if sizes and counts are; zero runs in between make a difference. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Rle that
        && size.equals(that.size)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, Arrays.hashCode(counts));
  }

  /** Size and area, such as {@code mask of 480x640 with 1234 pixels}. */
  @Override
  public String toString() {
    return "mask of " + size + " with " + area() + " pixels";
  }
}
