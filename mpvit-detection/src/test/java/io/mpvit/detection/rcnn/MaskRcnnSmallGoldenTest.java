/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.testing.MPViTDetectors;
import org.junit.jupiter.api.Tag;

/** The goldens of mask_rcnn_small. */
@Tag("slow")
class MaskRcnnSmallGoldenTest extends MaskRcnnGoldenContract {
  MaskRcnnSmallGoldenTest() {
    super("detectron2/mask_rcnn_small", "stage", MPViTDetectors.maskRcnnSmall());
  }
}
