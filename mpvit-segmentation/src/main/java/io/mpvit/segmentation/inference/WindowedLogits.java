/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import java.util.List;

/** Logits of overlapping windows: where several cover a pixel, their mean. */
final class WindowedLogits implements LogitRows {

  private final ImageSize size;
  private final List<Window> windows;
  private final List<LogitRows> logits;

  /**
   * Joins windows.
   *
   * @param size the picture's size
   * @param windows windows that cover it
   * @param logits each window's logits at its size
   */
  WindowedLogits(ImageSize size, List<Window> windows, List<LogitRows> logits) {
    this.size = size;
    this.windows = windows;
    this.logits = logits;
  }

  @Override
  public ImageSize size() {
    return size;
  }

  @Override
  public int classes() {
    return logits.get(0).classes();
  }

  @Override
  public NDArray rows(int from, int to) {
    float[] cover = new float[(to - from) * size.width()];
    NDArray sum = null;
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      int first = Math.max(from, window.top());
      int end = Math.min(to, window.bottom());
      if (first >= end) {
        continue;
      }
      NDArray part = logits.get(i).rows(first - window.top(), end - window.top());
      if (sum == null) {
        sum = part.getManager().zeros(new Shape(to - from, size.width(), classes()));
      }
      NDIndex place =
          new NDIndex("{}:{},{}:{}", first - from, end - from, window.left(), window.right());
      // A view: the sum itself changes.
      sum.get(place).addi(part);
      count(cover, window, first - from, end - from);
    }
    Shape perPixel = new Shape(to - from, size.width(), 1);
    return sum.divi(sum.getManager().create(cover, perPixel));
  }

  private void count(float[] cover, Window window, int first, int end) {
    for (int y = first; y < end; y++) {
      for (int x = window.left(); x < window.right(); x++) {
        cover[y * size.width() + x]++;
      }
    }
  }
}
