/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

/** How large a detected mask is when objects are sorted by size. */
public enum MaskArea {
  /** Its number of pixels, as detectron2 has it evaluated. */
  PIXELS,
  /**
   * The area of its box, if the first detection of the file has one; what the reference evaluator
   * does with files that hold boxes and masks, such as those of mmdetection 2.
   */
  BOX_IF_GIVEN
}
