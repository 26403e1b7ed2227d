/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.Objects;

/**
 * The objects found in one picture with their pixels, by descending score.
 *
 * @param size size of the picture
 * @param items the objects
 */
public record Instances(ImageSize size, List<Instance> items) {

  /**
   * Copies the list and checks the masks.
   *
   * @throws IllegalArgumentException if a mask has another size than the picture
   */
  public Instances {
    Objects.requireNonNull(size, "size");
    items = List.copyOf(items);
    for (Instance item : items) {
      if (!item.mask().size().equals(size)) {
        throw new IllegalArgumentException(
            "instances: the picture is " + size + ", a mask is " + item.mask().size());
      }
    }
  }

  /**
   * Puts the masks of detections into their picture.
   *
   * @param found detections in pixels of the picture, all of them with masks
   * @return the same objects, in the same order
   * @throws IllegalArgumentException if a detection has no mask
   */
  public static Instances of(Detections found) {
    return new Instances(
        found.size(),
        found.items().stream()
            .map(
                item ->
                    new Instance(
                        item.box(), item.score(), item.classIndex(), item.paste(found.size())))
            .toList());
  }

  /**
   * Keeps the objects that the network is sure enough of.
   *
   * @param score the lowest score to keep
   * @return a copy without the objects below {@code score}
   */
  public Instances atLeast(double score) {
    return new Instances(size, items.stream().filter(item -> item.score() >= score).toList());
  }
}
