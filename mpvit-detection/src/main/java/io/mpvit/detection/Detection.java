/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.MaskPaste;
import io.mpvit.detection.mask.MaskProbabilities;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.util.Objects;
import java.util.Optional;

/**
 * One object found in a picture.
 *
 * @param box where it is, in pixels of the image that the enclosing {@link Detections} name
 * @param score the network's confidence in [0, 1]
 * @param classIndex position in the model's {@link Categories}, from 0
 * @param mask which part of the box belongs to the object, where the model tells; relative to the
 *     box, so it stays the same when the box is mapped to another image size
 */
public record Detection(Box box, float score, int classIndex, Optional<MaskProbabilities> mask) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the class index is negative
   */
  public Detection {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(mask, "mask");
    if (classIndex < 0) {
      throw new IllegalArgumentException("classIndex must not be negative, found " + classIndex);
    }
  }

  /**
   * Creates a detection without a mask.
   *
   * @param box where it is
   * @param score the network's confidence in [0, 1]
   * @param classIndex position in the model's categories, from 0
   */
  public Detection(Box box, float score, int classIndex) {
    this(box, score, classIndex, Optional.empty());
  }

  /**
   * Returns the same object elsewhere.
   *
   * @param value the box
   * @return a changed copy
   */
  public Detection withBox(Box value) {
    return new Detection(value, score, classIndex, mask);
  }

  /**
   * Tells which pixels belong to the object.
   *
   * @param image size of the image that the box refers to
   * @return the mask in the image
   * @throws IllegalArgumentException if the detection has no mask
   */
  public Rle paste(ImageSize image) {
    MaskProbabilities probabilities =
        mask.orElseThrow(() -> new IllegalArgumentException("the detection has no mask: " + this));
    return MaskPaste.paste(probabilities.values(), probabilities.side(), box, image);
  }
}
