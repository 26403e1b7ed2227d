/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import java.util.ArrayList;
import java.util.List;

/** Finds places for labels: at their box, inside the picture, off earlier labels where possible. */
final class LabelPlacer {
  /** How many label heights a label may stand above or below its box. */
  private static final int ROWS_AWAY = 2;

  /** From how many label heights on a box can hold its label without being hidden by it. */
  private static final int ROOMY = 3;

  private final int pictureWidth;
  private final int pictureHeight;
  private final List<PixelRect> taken = new ArrayList<>();

  LabelPlacer(int pictureWidth, int pictureHeight) {
    this.pictureWidth = pictureWidth;
    this.pictureHeight = pictureHeight;
  }

  /**
   * Takes the first place that covers no earlier label, or else the one that covers least.
   *
   * @param box where the thing is
   * @param width of the label, at most the picture's
   * @param height of the label, at most the picture's
   */
  PixelRect place(PixelRect box, int width, int height) {
    PixelRect best = null;
    long least = Long.MAX_VALUE;
    for (PixelRect candidate : candidates(box, width, height)) {
      PixelRect inside = candidate.shiftedInto(pictureWidth, pictureHeight);
      long covered = 0;
      for (PixelRect other : taken) {
        covered += inside.overlap(other);
      }
      if (covered < least) {
        least = covered;
        best = inside;
      }
    }
    taken.add(best);
    return best;
  }

  private List<PixelRect> candidates(PixelRect box, int width, int height) {
    int left = box.left();
    int flushRight = Math.max(box.right() - width, left);
    List<PixelRect> outside = new ArrayList<>();
    for (int row = 1; row <= ROWS_AWAY; row++) {
      for (int top : new int[] {box.top() - row * height, box.bottom() + (row - 1) * height}) {
        if (top >= 0 && top + height <= pictureHeight) {
          outside.add(PixelRect.at(left, top, width, height));
          outside.add(PixelRect.at(flushRight, top, width, height));
        }
      }
      if (row == 1) {
        outside.add(PixelRect.at(box.right(), box.top(), width, height));
        outside.add(PixelRect.at(left - width, box.top(), width, height));
      }
    }
    List<PixelRect> inside = new ArrayList<>();
    inside.add(PixelRect.at(left, box.top(), width, height));
    inside.add(PixelRect.at(flushRight, box.top(), width, height));
    for (int top = box.top() + height; top + height <= box.bottom(); top += height) {
      inside.add(PixelRect.at(left, top, width, height));
      inside.add(PixelRect.at(flushRight, top, width, height));
    }
    List<PixelRect> places = new ArrayList<>();
    boolean above = box.top() >= height;
    // A label would hide a small thing that it lies on.
    boolean large = box.height() > ROOMY * height && box.width() > width;
    if (above || !large) {
      places.addAll(outside);
      places.addAll(inside);
    } else {
      places.addAll(inside);
      places.addAll(outside);
    }
    return places;
  }
}
