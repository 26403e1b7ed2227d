/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects found in one picture, by descending score.
 *
 * @param height height of the image that the boxes refer to, in pixels
 * @param width width of that image, in pixels
 * @param items the objects
 */
public record Detections(int height, int width, List<Detection> items) {

  /**
   * Copies the list and checks the size.
   *
   * @throws IllegalArgumentException if the image is empty
   */
  public Detections {
    items = List.copyOf(items);
    if (height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "image size must be positive, found " + height + "x" + width);
    }
  }

  /**
   * Keeps the objects that the network is sure enough of.
   *
   * @param score the lowest score to keep
   * @return a copy without the objects below {@code score}
   */
  public Detections atLeast(double score) {
    return new Detections(
        height, width, items.stream().filter(item -> item.score() >= score).toList());
  }

  /**
   * Maps the boxes to the image at another size: multiplies by the two size ratios (separate
   * factors, which differ slightly where a resize was rounded), clips to the new image, and drops
   * boxes that are empty after that. Float32 as in detectron2's post-processing; the order stays.
   *
   * @param newHeight height of the other image in pixels
   * @param newWidth width of the other image in pixels
   * @return the detections in pixels of the other image
   */
  public Detections resizedTo(int newHeight, int newWidth) {
    float scaleX = (float) ((double) newWidth / width);
    float scaleY = (float) ((double) newHeight / height);
    List<Detection> mapped = new ArrayList<>(items.size());
    for (Detection item : items) {
      Box box = item.box().scaled(scaleX, scaleY).clipped(newWidth, newHeight);
      if (!box.isEmpty()) {
        mapped.add(new Detection(box, item.score(), item.classIndex()));
      }
    }
    return new Detections(newHeight, newWidth, mapped);
  }
}
