/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.rcnn.BoxHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.Normalization;
import java.util.List;

/** detectron2's own detectors on ResNet, whose goldens the heads are checked with. */
public final class ResNetDetectors {

  private static final String BOTTOM_UP = "bottom_up";
  private static final List<String> STAGES = List.of("res2", "res3", "res4", "res5");

  private ResNetDetectors() {}

  private static DetectorTransform transform(ResNetConfig backbone) {
    return DetectorTransform.published(
        backbone.groups() == 1 ? Normalization.DETECTRON2_MSRA : Normalization.DETECTRON2_FAIR);
  }

  public static RetinaNetConfig retinaNet(ResNetConfig backbone) {
    return RetinaNetConfig.published(backbone, BOTTOM_UP, STAGES.subList(1, 4))
        .withTransform(transform(backbone));
  }

  public static MaskRcnnConfig maskRcnn(ResNetConfig backbone) {
    return MaskRcnnConfig.published(backbone, BOTTOM_UP, STAGES, BoxHeadConfig.single())
        .withTransform(transform(backbone));
  }

  public static MaskRcnnConfig cascade(ResNetConfig backbone) {
    return MaskRcnnConfig.published(backbone, BOTTOM_UP, STAGES, BoxHeadConfig.cascade())
        .withTransform(transform(backbone));
  }
}
