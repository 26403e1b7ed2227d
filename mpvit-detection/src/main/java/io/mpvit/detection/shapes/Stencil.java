/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

/** How much of each pixel a shape covers, within a rectangle of the picture. */
final class Stencil {
  /** Samples of a pixel that is covered altogether. */
  static final int FULL = 16;

  /** A pixel belongs to a shape that covers at least this many of its samples. */
  private static final int HALF = FULL / 2;

  private final int left;
  private final int top;
  private final int width;
  private final byte[] samples;

  Stencil(int left, int top, int width, int height) {
    this.left = left;
    this.top = top;
    this.width = width;
    this.samples = new byte[width * height];
  }

  int left() {
    return left;
  }

  int top() {
    return top;
  }

  int right() {
    return left + width;
  }

  int bottom() {
    return width == 0 ? top : top + samples.length / width;
  }

  void set(int x, int y, int count) {
    samples[(y - top) * width + x - left] = (byte) count;
  }

  /** The samples covered of a pixel in the rectangle. */
  int at(int x, int y) {
    return samples[(y - top) * width + x - left];
  }

  /** Whether a pixel in the rectangle counts as the shape's. */
  boolean owns(int x, int y) {
    return at(x, y) >= HALF;
  }

  /** Number of pixels that count as the shape's. */
  int area() {
    int area = 0;
    for (byte count : samples) {
      area += count >= HALF ? 1 : 0;
    }
    return area;
  }
}
