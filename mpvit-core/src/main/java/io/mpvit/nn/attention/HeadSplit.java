/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn.attention;

import java.util.List;

/**
 * How attention heads are divided among the windows of the relative position encoding: 3x3, 5x5,
 * 7x7 take 2, 3, 3 of the published 8 heads, in this order.
 *
 * @param window the convolution's side
 * @param heads how many consecutive heads it serves
 */
record HeadSplit(int window, int heads) {

  /**
   * As even a division as possible, the later windows taking what is left over: 8 heads give 2, 3,
   * 3.
   */
  static List<HeadSplit> of(int heads) {
    int first = heads / RelativePositionEncoding.WINDOWS;
    int second = (heads - first) / 2;
    return List.of(
        new HeadSplit(3, first),
        new HeadSplit(5, second),
        new HeadSplit(7, heads - first - second));
  }
}
