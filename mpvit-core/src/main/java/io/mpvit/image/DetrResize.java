/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * The size rule of DETR and its successors: the shorter side becomes {@code shortSide}, or less
 * where the longer one would pass {@code maxSide}; the longer one follows, truncated.
 *
 * <p>It differs from {@link ShortestEdgeResize} in rounding: the limit is turned into a shorter
 * side, rounded half to even, so that the longer side of very long pictures can pass the limit a
 * little. A side that would be 0, where the original fails, becomes 1.
 *
 * @param shortSide the length that the shorter side should get, at least 1
 * @param maxSide about the most that the longer side may get; 0 for no limit
 */
public record DetrResize(int shortSide, int maxSide) implements PictureResize {
  /** The sizes of the published detectors: 800 and at most 1333. */
  public static final DetrResize PUBLISHED = new DetrResize(800, 1333);

  /** Checks the ranges. */
  public DetrResize {
    if (shortSide < 1 || maxSide < 0) {
      throw new IllegalArgumentException(
          "shortSide must be 1 or more and maxSide 0 or more, not " + shortSide + ", " + maxSide);
    }
  }

  @Override
  public ImageSize target(ImageSize size) {
    double shorter = size.shortSide();
    double longer = size.longSide();
    int side = shortSide;
    if (maxSide > 0 && longer / shorter * side > maxSide) {
      side = Math.max((int) Math.rint(maxSide * shorter / longer), 1);
    }
    if (size.shortSide() == side) {
      return size;
    }
    long other = (long) ((double) ((long) side * size.longSide()) / size.shortSide());
    if (other > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a picture of " + size + " is too narrow to be resized");
    }
    return size.width() < size.height()
        ? new ImageSize((int) other, side)
        : new ImageSize(side, (int) other);
  }
}
