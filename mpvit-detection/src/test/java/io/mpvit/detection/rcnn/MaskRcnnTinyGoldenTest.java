/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.testing.MPViTDetectors;

/** The goldens of mask_rcnn_tiny. */
class MaskRcnnTinyGoldenTest extends MaskRcnnGoldenContract {
  MaskRcnnTinyGoldenTest() {
    super("detectron2/mask_rcnn_tiny", "stage", MPViTDetectors.maskRcnnTiny());
  }
}
