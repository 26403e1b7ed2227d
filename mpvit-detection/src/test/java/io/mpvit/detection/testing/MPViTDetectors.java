/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.rcnn.BoxHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import java.util.List;

/** The published detectors on MPViT, whose goldens the heads are checked with. */
public final class MPViTDetectors {

  private static final String BOTTOM_UP = "bottom_up.backbone";
  private static final List<String> STAGES = List.of("stage2", "stage3", "stage4", "stage5");
  private static final List<String> UPPER = STAGES.subList(1, 4);

  private MPViTDetectors() {}

  private static RetinaNetConfig retinaNet(MPViTConfig backbone) {
    return RetinaNetConfig.published(backbone, BOTTOM_UP, UPPER);
  }

  private static MaskRcnnConfig maskRcnn(MPViTConfig backbone, BoxHeadConfig box) {
    return MaskRcnnConfig.published(backbone, BOTTOM_UP, STAGES, box);
  }

  public static RetinaNetConfig retinaNetTiny() {
    return retinaNet(MPViTConfig.tiny().withDropPathRate(0.1f));
  }

  public static RetinaNetConfig retinaNetXsmall() {
    return retinaNet(MPViTConfig.xsmall().withDropPathRate(0.1f));
  }

  public static RetinaNetConfig retinaNetSmall() {
    return retinaNet(MPViTConfig.small().withDropPathRate(0.2f));
  }

  public static RetinaNetConfig retinaNetBase() {
    return retinaNet(MPViTConfig.base().withDropPathRate(0.4f));
  }

  public static MaskRcnnConfig maskRcnnTiny() {
    return maskRcnn(MPViTConfig.tiny().withDropPathRate(0.1f), BoxHeadConfig.single());
  }

  public static MaskRcnnConfig maskRcnnXsmall() {
    return maskRcnn(MPViTConfig.xsmall().withDropPathRate(0.1f), BoxHeadConfig.single());
  }

  public static MaskRcnnConfig maskRcnnSmall() {
    return maskRcnn(MPViTConfig.small().withDropPathRate(0.2f), BoxHeadConfig.single());
  }

  public static MaskRcnnConfig maskRcnnBase() {
    return maskRcnn(MPViTConfig.base().withDropPathRate(0.4f), BoxHeadConfig.single());
  }

  public static MaskRcnnConfig maskRcnnCascadeSmall() {
    return maskRcnn(MPViTConfig.small().withDropPathRate(0.2f), BoxHeadConfig.cascade());
  }

  public static MaskRcnnConfig maskRcnnCascadeBase() {
    return maskRcnn(MPViTConfig.base().withDropPathRate(0.5f), BoxHeadConfig.cascade());
  }

  public static DeformableDetrConfig deformableDetrSmall() {
    return DeformableDetrConfig.published(
        MPViTConfig.small().withDropPathRate(0), "backbone", UPPER);
  }
}
