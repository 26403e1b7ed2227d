/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

/**
 * One stage of an MViTv2. Windows count tokens of the stage's own map; where its first block halves
 * the map, the windows cover the same area of the larger one.
 *
 * @param blocks the number of blocks, at least 1
 * @param keyStride the step by which keys and values of a block's input are pooled, in every block
 *     but the last one
 * @param lastKeyStride the step by which the last block pools keys and values
 * @param window the side of the windows in which queries attend, in every block but the last one; 0
 *     for the whole map
 * @param lastWindow the same for the last block
 */
public record MViTv2Stage(
    int blocks, int keyStride, int lastKeyStride, int window, int lastWindow) {

  /**
   * Checks the stage.
   *
   * @throws IllegalArgumentException if a number is out of range, or a window is no multiple of its
   *     keys' step
   */
  public MViTv2Stage {
    if (blocks < 1) {
      throw new IllegalArgumentException("blocks is at least 1, found " + blocks);
    }
    requireFit(keyStride, window);
    requireFit(lastKeyStride, lastWindow);
  }

  private static void requireFit(int stride, int window) {
    if (stride < 1 || window < 0 || window % stride != 0) {
      throw new IllegalArgumentException(
          "a window is a multiple of the keys' stride, which is at least 1, found window "
              + window
              + " and stride "
              + stride);
    }
  }

  /**
   * A stage whose blocks are all alike and attend to the whole map, as in classifiers.
   *
   * @param blocks the number of blocks
   * @param keyStride the step by which keys and values are pooled
   * @return the stage
   */
  public static MViTv2Stage whole(int blocks, int keyStride) {
    return new MViTv2Stage(blocks, keyStride, keyStride, 0, 0);
  }
}
