/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.detection.testing.MViTv2Detectors;

/** The goldens of mask_rcnn_mvitv2_t_3x. */
class MViTv2MaskRcnnGoldenTest extends MViTv2RcnnGoldenContract {
  MViTv2MaskRcnnGoldenTest() {
    super(
        "mask_rcnn_mvitv2_t_3x",
        MViTv2Detectors.maskRcnn(MViTv2Config.tiny()),
        MaskRcnnThresholds.published());
  }
}
