/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import java.util.ArrayList;
import java.util.List;

/** Finds places for labels: at their box, inside the picture, off earlier labels where possible. */
final class LabelPlacer {
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
    List<PixelRect> places = new ArrayList<>();
    int farLeft = Math.max(box.right() - width, box.left());
    // On top of the box if there is room, else just inside; then further down its sides.
    if (box.top() >= height) {
      places.add(PixelRect.at(box.left(), box.top() - height, width, height));
      places.add(PixelRect.at(farLeft, box.top() - height, width, height));
    }
    places.add(PixelRect.at(box.left(), box.top(), width, height));
    places.add(PixelRect.at(farLeft, box.top(), width, height));
    if (box.bottom() + height <= pictureHeight) {
      places.add(PixelRect.at(box.left(), box.bottom(), width, height));
      places.add(PixelRect.at(farLeft, box.bottom(), width, height));
    }
    for (int top = box.top() + height; top + height <= box.bottom(); top += height) {
      places.add(PixelRect.at(box.left(), top, width, height));
      places.add(PixelRect.at(farLeft, top, width, height));
    }
    return places;
  }
}
