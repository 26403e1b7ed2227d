/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.testing.MPViTDetectors;

class MaskRcnnTinyTrainingTest extends MaskRcnnTrainingContract {
  MaskRcnnTinyTrainingTest() {
    super(
        "mask_rcnn_tiny",
        MPViTDetectors.maskRcnnTiny(),
        RcnnLossConfig.published(),
        RcnnKinks.maskTiny());
  }
}
