/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import io.mpvit.detection.transform.ImageBatch;
import java.util.List;
import java.util.Objects;

/**
 * What a detector learns from in one step.
 *
 * @param images the pictures
 * @param truths the objects of each picture
 */
public record DetectionBatch(ImageBatch images, List<GroundTruth> truths) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is not one list of objects per picture
   */
  public DetectionBatch {
    Objects.requireNonNull(images, "images");
    truths = List.copyOf(truths);
    if (truths.size() != images.sizes().size()) {
      throw new IllegalArgumentException(
          "expected the objects of " + images.sizes().size() + " images, found " + truths.size());
    }
  }
}
