/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import java.util.Objects;

/**
 * The part of a Mask R-CNN that makes masks of regions.
 *
 * @param pooler cuts the regions out of the pyramid
 * @param head what is computed of them
 */
public record MaskStage(RoiPooler pooler, MaskHead head) {

  /** Checks that nothing is missing. */
  public MaskStage {
    Objects.requireNonNull(pooler, "pooler");
    Objects.requireNonNull(head, "head");
  }

  /** Rows and columns of a mask. */
  int side() {
    return 2 * pooler.side();
  }
}
