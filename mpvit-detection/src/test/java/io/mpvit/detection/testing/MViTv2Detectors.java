/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.detection.rcnn.BoxHeadConfig;
import io.mpvit.detection.rcnn.MaskHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnThresholds;
import io.mpvit.detection.rcnn.RpnConfig;
import io.mpvit.detection.transform.DetectorTransform;
import java.util.List;

/** The published detectors on MViTv2, by which the heads with norms are checked. */
public final class MViTv2Detectors {

  private static final List<String> SCALES = List.of("scale2", "scale3", "scale4", "scale5");

  private MViTv2Detectors() {}

  public static MaskRcnnConfig maskRcnn(MViTv2Config backbone) {
    return MaskRcnnConfig.published(backbone, "bottom_up", SCALES, BoxHeadConfig.single());
  }

  public static MaskRcnnConfig cascade(MViTv2Config backbone) {
    return new MaskRcnnConfig(
        backbone,
        "bottom_up",
        MaskRcnnHeadConfig.published(
            SCALES,
            RpnConfig.published().withConvolutions(2),
            BoxHeadConfig.cascade().withLayers(4, 1),
            MaskHeadConfig.published().withNorms()),
        DetectorTransform.published(),
        MaskRcnnThresholds.published());
  }
}
