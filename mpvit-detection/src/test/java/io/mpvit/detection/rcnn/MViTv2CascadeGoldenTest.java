/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.detection.testing.MViTv2Detectors;

/** The goldens of cascade_mask_rcnn_mvitv2_t_3x, whose random weights give no score above 0.05. */
class MViTv2CascadeGoldenTest extends MViTv2RcnnGoldenContract {
  MViTv2CascadeGoldenTest() {
    super(
        "cascade_mask_rcnn_mvitv2_t_3x",
        MViTv2Detectors.cascade(MViTv2Config.tiny()),
        new MaskRcnnThresholds(new ProposalThresholds(1000, 0.7, 100), 0.02f, 0.5, 100));
  }
}
