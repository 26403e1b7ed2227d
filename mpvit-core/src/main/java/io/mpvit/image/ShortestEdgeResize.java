/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * The size rule of the detectors: the shorter side becomes {@code shortSide}, unless the longer one
 * would then pass {@code maxSide}.
 *
 * <p>As detectron2's {@code ResizeShortestEdge} computes it, in doubles, each side rounded half up.
 * A side that would round to 0 (a picture over 2600 times as long as it is wide), where the
 * original fails, becomes 1.
 *
 * @param shortSide the length that the shorter side should get; 0 leaves pictures as they are
 * @param maxSide the most that the longer side may get
 */
public record ShortestEdgeResize(int shortSide, int maxSide) implements PictureResize {
  /** The sizes of the published detectors: 800 and at most 1333. */
  public static final ShortestEdgeResize DETECTRON2 = new ShortestEdgeResize(800, 1333);

  /** Checks the ranges. */
  public ShortestEdgeResize {
    if (shortSide < 0 || maxSide < 1) {
      throw new IllegalArgumentException(
          "shortSide must be 0 or more and maxSide 1 or more, not " + shortSide + ", " + maxSide);
    }
  }

  @Override
  public ImageSize target(ImageSize size) {
    if (shortSide == 0) {
      return size;
    }
    double scale = shortSide * 1.0 / size.shortSide();
    double height = size.height() < size.width() ? shortSide : scale * size.height();
    double width = size.height() < size.width() ? scale * size.width() : shortSide;
    double longest = Math.max(height, width);
    if (longest > maxSide) {
      double shrink = maxSide * 1.0 / longest;
      height *= shrink;
      width *= shrink;
    }
    return new ImageSize(Math.max((int) (height + 0.5), 1), Math.max((int) (width + 0.5), 1));
  }
}
