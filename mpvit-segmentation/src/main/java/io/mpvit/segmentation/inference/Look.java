/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * One look of a network at a picture: at what size, how mirrored, in which windows.
 *
 * @param size the size at which the picture enters
 * @param flip how it is mirrored; windows lie on the mirrored picture
 * @param windows what enters one by one
 */
public record Look(ImageSize size, Flip flip, List<Window> windows) {

  /**
   * Copies the windows.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Look {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("a look needs at least one window");
    }
  }

  /**
   * Brings the network's logits to the size that was looked at.
   *
   * @param maps for each window, [1, K, h, w] of any size
   */
  LogitRows logits(List<NDArray> maps) {
    if (maps.size() != windows.size()) {
      throw new IllegalArgumentException(
          "expected logits of " + windows.size() + " windows, found " + maps.size());
    }
    List<LogitRows> parts = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      parts.add(ResizedLogits.of(new MapLogits(maps.get(i)), windows.get(i).size()));
    }
    boolean whole = parts.size() == 1 && windows.get(0).size().equals(size);
    return whole ? parts.get(0) : new WindowedLogits(size, windows, parts);
  }
}
