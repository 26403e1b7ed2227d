/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.backbone.coat.CoatConfig;
import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.backbone.resnet.ResNetConfig.Norm;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import java.util.List;

/** The published Deformable DETRs on other backbones than MPViT. */
final class OtherDetectors {

  private static final List<String> COAT_STAGES = List.of("stage3", "stage4", "stage5");
  private static final List<String> RESNET_STAGES = List.of("res3", "res4", "res5");

  private OtherDetectors() {}

  static DeformableDetrConfig of(String backbone) {
    return switch (backbone) {
      case "r50" -> resnet();
      case "coat_lite_small" ->
          DeformableDetrConfig.published(CoatConfig.liteSmall(), "backbone", COAT_STAGES);
      case "coat_small" ->
          DeformableDetrConfig.published(CoatConfig.small(), "backbone", COAT_STAGES);
      default -> throw new IllegalArgumentException(backbone);
    };
  }

  /** The hub's variants; with one level the last map alone is read. */
  static DeformableDetrConfig hub(Variant variant, int levels) {
    DeformableDetrConfig config = resnet();
    DeformableDetrHeadConfig head = config.head();
    return config.withHead(
        new DeformableDetrHeadConfig(
            levels == 1 ? List.of("res5") : head.features(),
            head.classes(),
            head.queries(),
            variant,
            head.transformer().withLevels(levels)));
  }

  private static DeformableDetrConfig resnet() {
    return DeformableDetrConfig.published(
        ResNetConfig.resnet50().withNorm(Norm.FROZEN), "body", RESNET_STAGES);
  }
}
