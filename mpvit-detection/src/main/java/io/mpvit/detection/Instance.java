/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.Rle;
import java.util.Objects;

/**
 * One object found in a picture, with the pixels that it covers.
 *
 * @param box where it is, in pixels of the picture
 * @param score the network's confidence in [0, 1]
 * @param classIndex position in the model's {@link Categories}, from 0
 * @param mask its pixels, as large as the picture; possibly none
 */
public record Instance(Box box, float score, int classIndex, Rle mask) {

  /** Checks that nothing is missing. */
  public Instance {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(mask, "mask");
  }
}
