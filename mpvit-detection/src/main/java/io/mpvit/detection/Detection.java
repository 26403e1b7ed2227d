/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import java.util.Objects;

/**
 * One object found in a picture.
 *
 * @param box where it is, in pixels of the image that the enclosing {@link Detections} name
 * @param score the network's confidence in [0, 1]
 * @param classIndex position in the model's {@link Categories}, from 0
 */
public record Detection(Box box, float score, int classIndex) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the class index is negative
   */
  public Detection {
    Objects.requireNonNull(box, "box");
    if (classIndex < 0) {
      throw new IllegalArgumentException("classIndex must not be negative, found " + classIndex);
    }
  }
}
