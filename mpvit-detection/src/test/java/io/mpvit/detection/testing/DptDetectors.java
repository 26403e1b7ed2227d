/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import io.mpvit.backbone.dpt.DptConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnLayouts;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.retinanet.RetinaNetLayouts;
import io.mpvit.weights.KeyLayout;
import java.util.List;
import java.util.Map;

/** The published detectors on DPT, whose goldens mmdetection's flavour of heads is checked with. */
public final class DptDetectors {

  private static final String BOTTOM_UP = "bottom_up";
  private static final List<String> STAGES = List.of("stage2", "stage3", "stage4", "stage5");
  private static final Map<String, DptConfig> SIZES =
      Map.of("tiny", DptConfig.tiny(), "small", DptConfig.small(), "medium", DptConfig.medium());

  /** How files name the tensors of RetinaNet. */
  public static final KeyLayout RETINANET_NAMES = RetinaNetLayouts.mmdetection(BOTTOM_UP);

  /** How files name the tensors of Mask R-CNN. */
  public static final KeyLayout MASK_RCNN_NAMES = MaskRcnnLayouts.mmdetection(BOTTOM_UP);

  private DptDetectors() {}

  /** A RetinaNet of a size. */
  public static RetinaNetConfig retinaNet(String size) {
    return RetinaNetConfig.mmdetection(SIZES.get(size), BOTTOM_UP, STAGES.subList(1, 4));
  }

  /** A Mask R-CNN of a size. */
  public static MaskRcnnConfig maskRcnn(String size) {
    return MaskRcnnConfig.mmdetection(SIZES.get(size), BOTTOM_UP, STAGES);
  }
}
