/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.backbone.mvitv2.MViTv2Layouts;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.rcnn.BoxHeadConfig;
import io.mpvit.detection.rcnn.MaskHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnThresholds;
import io.mpvit.detection.rcnn.RcnnLossConfig;
import io.mpvit.detection.rcnn.RpnConfig;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.weights.KeyLayout;
import java.util.List;

/** The architectures on MViTv2: detectron2's detectors and the authors' ImageNet classifiers. */
final class MViTv2Presets {

  /** detectron2's files, whose names are ours. */
  private static final List<KeyLayout> LAYOUTS = List.of(KeyLayout.OWN);

  private static final String BOTTOM_UP = "bottom_up";
  private static final List<String> SCALES = List.of("scale2", "scale3", "scale4", "scale5");
  private static final int JITTER = 1024;

  private MViTv2Presets() {}

  static List<Preset<?>> all() {
    DetectionAugmentation multiScale = DetectionAugmentation.publishedMultiScale();
    DetectionAugmentation jitter = DetectionAugmentation.largeScaleJitter(JITTER);
    return List.of(
        classifier("mvitv2_t", MViTv2Config.tinyClassifier()),
        classifier("mvitv2_s", MViTv2Config.smallClassifier()),
        classifier("mvitv2_b", MViTv2Config.baseClassifier()),
        classifier("mvitv2_l", MViTv2Config.largeClassifier()),
        maskRcnn("mask_rcnn_mvitv2_t", MViTv2Config.tiny()),
        cascade("t", MViTv2Config.tiny(), multiScale, MViTv2Recipe.PUBLISHED),
        cascade("s", MViTv2Config.small(), multiScale, MViTv2Recipe.PUBLISHED),
        cascade("b", MViTv2Config.base(), multiScale, MViTv2Recipe.PUBLISHED),
        cascade("l", MViTv2Config.large(), jitter, MViTv2Recipe.LARGE),
        cascade("h", MViTv2Config.huge(), jitter, MViTv2Recipe.PUBLISHED));
  }

  private static Preset<?> classifier(String name, MViTv2Config backbone) {
    return new ClassifierPreset(
        name, backbone, MViTv2Layouts.classifier(backbone), ImageNetTransform.DEFAULT);
  }

  private static Preset<?> maskRcnn(String name, MViTv2Config backbone) {
    return new MaskRcnnPreset(
        name,
        MaskRcnnConfig.published(backbone, BOTTOM_UP, SCALES, BoxHeadConfig.single()),
        LAYOUTS,
        TypicalInputs.PHOTOGRAPH,
        RcnnLossConfig.published(),
        DetectorRecipe.of(
            DetectionAugmentation.publishedMultiScale(),
            MViTv2Recipe.PUBLISHED.defaults(backbone)));
  }

  /** Two convolutions before proposals; norms and four convolutions in the heads. */
  private static Preset<?> cascade(
      String size, MViTv2Config backbone, DetectionAugmentation changes, MViTv2Recipe recipe) {
    MaskRcnnHeadConfig head =
        MaskRcnnHeadConfig.published(
            SCALES,
            RpnConfig.published().withConvolutions(2),
            BoxHeadConfig.cascade().withLayers(4, 1),
            MaskHeadConfig.published().withNorms());
    return new MaskRcnnPreset(
        "cascade_mask_rcnn_mvitv2_" + size,
        new MaskRcnnConfig(
            backbone,
            BOTTOM_UP,
            head,
            DetectorTransform.published(),
            MaskRcnnThresholds.published()),
        LAYOUTS,
        TypicalInputs.PHOTOGRAPH,
        losses(),
        DetectorRecipe.of(changes, recipe.defaults(backbone)));
  }

  /** As the cascades on MPViT learn, from half as many proposals. */
  private static RcnnLossConfig losses() {
    RcnnLossConfig cascade = RcnnLossConfig.publishedCascade();
    return new RcnnLossConfig(
        cascade.anchors(),
        cascade.anchorSampling(),
        RcnnLossConfig.published().proposals(),
        cascade.stages(),
        cascade.regionSampling());
  }
}
