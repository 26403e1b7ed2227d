/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.testing.ResNetDetectors;

/** The goldens of retinanet_r50_fpn. */
class RetinaNetR50GoldenTest extends RetinaNetGoldenContract {
  RetinaNetR50GoldenTest() {
    super(
        "detectron2_resnet/retinanet_r50_fpn",
        "res",
        ResNetDetectors.retinaNet(ResNetConfig.detectron50()));
  }
}
