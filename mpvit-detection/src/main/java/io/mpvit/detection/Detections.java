/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The objects found in one picture, by descending score.
 *
 * @param size size of the image that the boxes refer to
 * @param items the objects
 */
public record Detections(ImageSize size, List<Detection> items) {

  /** Copies the list. */
  public Detections {
    Objects.requireNonNull(size, "size");
    items = List.copyOf(items);
  }

  /**
   * Keeps the objects that the network is sure enough of.
   *
   * @param score the lowest score to keep
   * @return a copy without the objects below {@code score}
   */
  public Detections atLeast(double score) {
    return new Detections(size, items.stream().filter(item -> item.score() >= score).toList());
  }

  /**
   * Maps the boxes to the image at another size: multiplies by the two size ratios (separate
   * factors, which differ slightly where a resize was rounded), clips to the new image, and drops
   * boxes that are empty after that; masks stay with their boxes. Float32 as in detectron2's
   * post-processing; the order stays.
   *
   * @param newSize size of the other image
   * @return the detections in pixels of the other image
   */
  public Detections resizedTo(ImageSize newSize) {
    List<Detection> mapped = new ArrayList<>(items.size());
    for (Detection item : scaledTo(newSize).items()) {
      Box box = item.box().clipped(newSize.width(), newSize.height());
      if (!box.isEmpty()) {
        mapped.add(item.withBox(box));
      }
    }
    return new Detections(newSize, mapped);
  }

  /**
   * Maps the boxes to the image at another size and does nothing else: none is clipped, and none
   * dropped.
   *
   * @param newSize size of the other image
   * @return the detections in pixels of the other image
   */
  public Detections scaledTo(ImageSize newSize) {
    float scaleX = (float) ((double) newSize.width() / size.width());
    float scaleY = (float) ((double) newSize.height() / size.height());
    return new Detections(
        newSize,
        items.stream().map(item -> item.withBox(item.box().scaled(scaleX, scaleY))).toList());
  }
}
