/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.anchor;

import io.mpvit.detection.box.BoxCoder;

/**
 * Decodes chosen predictions of a dense head on one pyramid level.
 *
 * @param level the level's anchors
 * @param coder meaning of the four deltas
 */
public record AnchorDecoder(AnchorLevel level, BoxCoder coder) {

  /**
   * Decodes.
   *
   * @param deltas the level's deltas of one image, [A * 4, H, W] row-major; delta j of anchor a is
   *     channel {@code 4 * a + j}
   * @param cells H * W
   * @param width W
   * @param positions the chosen predictions as positions in [A, H, W]
   * @return a packed box per position, unclipped; NaN in, NaN out
   */
  public float[] decode(float[] deltas, int cells, int width, int[] positions) {
    float[] boxes = new float[4 * positions.length];
    float[] chosen = new float[4 * positions.length];
    for (int i = 0; i < positions.length; i++) {
      int anchor = positions[i] / cells;
      int cell = positions[i] % cells;
      level.write(cell / width, cell % width, anchor, boxes, 4 * i);
      for (int j = 0; j < 4; j++) {
        chosen[4 * i + j] = deltas[(4 * anchor + j) * cells + cell];
      }
    }
    return coder.decode(boxes, chosen);
  }
}
