/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.testing.ToyBackbone;
import java.util.List;
import java.util.Optional;

/** Mask R-CNNs that a test runs in milliseconds: three classes, eight channels, masks of 8x8. */
final class ToyRcnn {
  private ToyRcnn() {}

  static MaskRcnnHeadConfig config(boolean cascade) {
    BoxHeadConfig published = cascade ? BoxHeadConfig.cascade() : BoxHeadConfig.single();
    return new MaskRcnnHeadConfig(
        List.of("stage3", "stage4", "stage5"),
        3,
        8,
        new RpnConfig(
            new AnchorGenerator(
                List.of(8, 16, 32, 64),
                List.of(List.of(16.0), List.of(32.0), List.of(64.0), List.of(128.0)),
                List.of(0.5, 1.0, 2.0)),
            BoxCoder.UNIT),
        LevelRule.published(),
        new BoxHeadConfig(3, 16, published.classAgnostic(), published.coders()),
        Optional.of(new MaskHeadConfig(4, 2, 8)));
  }

  static MaskRcnnThresholds thresholds(float score, int detections) {
    return new MaskRcnnThresholds(new ProposalThresholds(50, 0.7, 40), score, 0.5, detections);
  }

  static MaskRcnn network(boolean cascade, MaskRcnnThresholds thresholds) {
    return new MaskRcnn(new ToyBackbone(8), "bottom_up", config(cascade), thresholds);
  }
}
