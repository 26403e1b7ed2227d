/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.testing.MPViTDetectors;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class CascadeMaskRcnnSmallTrainingTest extends MaskRcnnTrainingContract {
  CascadeMaskRcnnSmallTrainingTest() {
    super(
        "cascade_mask_rcnn_small",
        MPViTDetectors.maskRcnnCascadeSmall(),
        RcnnLossConfig.publishedCascade(),
        RcnnKinks.cascadeSmall());
  }
}
