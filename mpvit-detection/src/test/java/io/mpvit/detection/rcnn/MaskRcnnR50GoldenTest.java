/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.testing.ResNetDetectors;

/** The goldens of mask_rcnn_r50_fpn. */
class MaskRcnnR50GoldenTest extends MaskRcnnGoldenContract {
  MaskRcnnR50GoldenTest() {
    super(
        "detectron2_resnet/mask_rcnn_r50_fpn",
        "res",
        ResNetDetectors.maskRcnn(ResNetConfig.detectron50()));
  }
}
