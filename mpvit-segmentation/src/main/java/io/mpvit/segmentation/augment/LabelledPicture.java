/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;

/**
 * A picture and the class of each of its pixels.
 *
 * @param picture the picture
 * @param labels its labels, of the same size
 */
public record LabelledPicture(RgbImage picture, LabelMap labels) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they differ
   */
  public LabelledPicture {
    if (!picture.size().equals(labels.size())) {
      throw new IllegalArgumentException(
          "the picture is " + picture.size() + ", its label map is " + labels.size());
    }
  }
}
