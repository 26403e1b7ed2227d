/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.testing.ResNetDetectors;

/** The goldens of cascade_mask_rcnn_r50_fpn. */
class CascadeMaskRcnnR50GoldenTest extends MaskRcnnGoldenContract {
  CascadeMaskRcnnR50GoldenTest() {
    super(
        "detectron2_resnet/cascade_mask_rcnn_r50_fpn",
        "res",
        ResNetDetectors.cascade(ResNetConfig.detectron50()));
  }
}
