/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * The size rule of the Hugging Face hub's DETR image processors. It is {@link DetrResize}'s but
 * where the limit applies: there the longer side follows from the shorter one before that is
 * rounded, so it does not pass the limit. A side that would be 0 becomes 1.
 *
 * @param shortSide the length that the shorter side should get, at least 1
 * @param maxSide the most that the longer side may get, at least 1
 */
public record HubResize(int shortSide, int maxSide) implements PictureResize {
  /** The sizes of the published detectors: 800 and at most 1333. */
  public static final HubResize PUBLISHED = new HubResize(800, 1333);

  /** Checks the ranges. */
  public HubResize {
    if (shortSide < 1 || maxSide < 1) {
      throw new IllegalArgumentException(
          "shortSide and maxSide must be 1 or more, not " + shortSide + ", " + maxSide);
    }
  }

  @Override
  public ImageSize target(ImageSize size) {
    double shorter = size.shortSide();
    double longer = size.longSide();
    if (longer / shorter * shortSide <= maxSide) {
      return new DetrResize(shortSide, 0).target(size);
    }
    double exact = maxSide * shorter / longer;
    int side = (int) Math.rint(exact);
    if (size.shortSide() == side) {
      return size;
    }
    side = Math.max(side, 1);
    int other = (int) (exact * longer / shorter);
    return size.width() < size.height() ? new ImageSize(other, side) : new ImageSize(side, other);
  }
}
