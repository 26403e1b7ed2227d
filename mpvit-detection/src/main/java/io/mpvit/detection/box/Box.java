/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

/**
 * A box by its corners, in pixels; an image of width W and height H covers x in [0, W] and y in [0,
 * H]. Coordinates may lie outside the image and may be NaN after a network misbehaved.
 *
 * @param x1 left edge
 * @param y1 top edge
 * @param x2 right edge
 * @param y2 bottom edge
 */
public record Box(float x1, float y1, float x2, float y2) {

  /**
   * Reads one box of a packed array.
   *
   * @param boxes packed boxes, x1, y1, x2, y2 each
   * @param index position of the box
   * @return the box
   */
  public static Box at(float[] boxes, int index) {
    int at = 4 * index;
    return new Box(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]);
  }

  /**
   * Returns the width.
   *
   * @return {@code x2 - x1} in pixels
   */
  public float width() {
    return x2 - x1;
  }

  /**
   * Returns the height.
   *
   * @return {@code y2 - y1} in pixels
   */
  public float height() {
    return y2 - y1;
  }

  /**
   * Tells whether the box covers nothing.
   *
   * @return true unless width and height are both greater than zero; so also true for NaN
   */
  public boolean isEmpty() {
    return !(width() > 0f && height() > 0f);
  }

  /**
   * Multiplies the coordinates, in float32.
   *
   * @param scaleX factor of x
   * @param scaleY factor of y
   * @return the scaled box
   */
  public Box scaled(float scaleX, float scaleY) {
    return new Box(x1 * scaleX, y1 * scaleY, x2 * scaleX, y2 * scaleY);
  }

  /**
   * Moves the edges that lie outside an image onto its border.
   *
   * @param width image width in pixels
   * @param height image height in pixels
   * @return the clipped box, possibly empty
   */
  public Box clipped(float width, float height) {
    return new Box(clamp(x1, width), clamp(y1, height), clamp(x2, width), clamp(y2, height));
  }

  private static float clamp(float value, float max) {
    return Math.min(Math.max(value, 0f), max);
  }
}
