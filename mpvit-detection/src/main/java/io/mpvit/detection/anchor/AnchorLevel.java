/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.anchor;

/** The anchors of one pyramid level: the boxes of one cell, repeated at every cell of a map. */
public final class AnchorLevel {
  private final int stride;
  private final float[] cell;

  /** Takes ownership of {@code cell}: packed boxes centred on (0, 0). */
  AnchorLevel(int stride, float[] cell) {
    this.stride = stride;
    this.cell = cell;
  }

  /**
   * Returns the anchors of the cell at the origin.
   *
   * @return packed boxes, x1, y1, x2, y2 each, centred on (0, 0)
   */
  public float[] cell() {
    return cell.clone();
  }

  /**
   * Returns all anchors of a map.
   *
   * @param height rows of the map
   * @param width columns of the map
   * @return packed boxes in the order y, x, anchor
   */
  public float[] grid(int height, int width) {
    int perCell = cell.length / 4;
    float[] boxes = new float[Math.multiplyExact(Math.multiplyExact(height, width), cell.length)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int anchor = 0; anchor < perCell; anchor++, at += 4) {
          write(y, x, anchor, boxes, at);
        }
      }
    }
    return boxes;
  }

  /**
   * Writes one anchor.
   *
   * @param y row of the cell
   * @param x column of the cell
   * @param anchor position of the anchor in the cell
   * @param out receives x1, y1, x2, y2
   * @param at where in {@code out}
   */
  public void write(int y, int x, int anchor, float[] out, int at) {
    float shiftX = x * stride;
    float shiftY = y * stride;
    out[at] = cell[4 * anchor] + shiftX;
    out[at + 1] = cell[4 * anchor + 1] + shiftY;
    out[at + 2] = cell[4 * anchor + 2] + shiftX;
    out[at + 3] = cell[4 * anchor + 3] + shiftY;
  }
}
