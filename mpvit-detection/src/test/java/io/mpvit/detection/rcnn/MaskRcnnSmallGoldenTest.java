/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

/** The goldens of mask_rcnn_small. */
class MaskRcnnSmallGoldenTest extends MaskRcnnGoldenContract {
  MaskRcnnSmallGoldenTest() {
    super("mask_rcnn_small", MaskRcnnConfig.small());
  }
}
