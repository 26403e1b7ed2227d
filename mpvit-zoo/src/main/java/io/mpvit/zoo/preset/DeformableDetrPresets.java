/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.backbone.coat.CoatConfig;
import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.backbone.resnet.ResNetConfig.Norm;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.deformabledetr.DeformableDetrRecipe;
import io.mpvit.detection.deformabledetr.HubLayout;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.HubResize;
import io.mpvit.image.Normalization;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.util.List;

/**
 * The published Deformable DETRs on ResNet-50, CoaT-Lite Small and CoaT Small, and those of the
 * Hugging Face hub, which are on ResNet-50 too and differ in variant, levels and size rule.
 */
final class DeformableDetrPresets {

  /** Where the programs keep a network of theirs, and torchvision's ResNet. */
  static final String BACKBONE = "backbone";

  private static final String BODY = "body";

  private static final List<String> STAGES = List.of("stage3", "stage4", "stage5");
  private static final List<String> RESNET_STAGES = List.of("res3", "res4", "res5");
  private static final String LAST_STAGE = "res5";

  /** CoaT Small alone trains with drop path. */
  private static final float COAT_SMALL_DROP_PATH = 0.2f;

  /** The stem and the stage after it. */
  private static final int FROZEN_OF_RESNET = 2;

  private DeformableDetrPresets() {}

  static List<Preset<?>> all() {
    return List.of(
        resnet("deformable_detr_resnet50", resnet()),
        onCoat("deformable_detr_coat_lite_small", CoatConfig.liteSmall()),
        onCoat(
            "deformable_detr_coat_small",
            CoatConfig.small().withDropPathRate(COAT_SMALL_DROP_PATH)),
        resnet("deformable_detr_r50_hf", hub(Variant.PLAIN)),
        resnet("deformable_detr_r50_refine_hf", hub(Variant.REFINEMENT)),
        resnet("deformable_detr_r50_two_stage_hf", hub(Variant.TWO_STAGE)),
        resnet("deformable_detr_r50_single_scale_hf", singleScale()));
  }

  private static Preset<?> onCoat(String name, CoatConfig backbone) {
    return own(name, backbone, STAGES);
  }

  /** A detector whose files have its own names, and of which everything learns. */
  static Preset<?> own(String name, BackboneConfig backbone, List<String> features) {
    return new DeformableDetrPreset(
        name,
        DeformableDetrConfig.published(backbone, BACKBONE, features),
        List.of(KeyLayout.OWN),
        TypicalInputs.PHOTOGRAPH,
        recipe(0));
  }

  private static Preset<?> resnet(String name, DeformableDetrConfig config) {
    return new DeformableDetrPreset(
        name,
        config,
        List.of(KeyLayout.OWN, HubLayout.of(config.head().transformer().decoderLayers())),
        TypicalInputs.PHOTOGRAPH,
        recipe(FROZEN_OF_RESNET));
  }

  private static DeformableDetrConfig resnet() {
    return DeformableDetrConfig.published(
        ResNetConfig.resnet50().withNorm(Norm.FROZEN), BODY, RESNET_STAGES);
  }

  private static DeformableDetrConfig hub(Variant variant) {
    DeformableDetrConfig config = resnet();
    return config
        .withHead(config.head().withVariant(variant))
        .withTransform(new DetectorTransform(HubResize.PUBLISHED, Normalization.IMAGENET, 1));
  }

  private static DeformableDetrConfig singleScale() {
    DeformableDetrConfig config = hub(Variant.PLAIN);
    DeformableDetrHeadConfig head = config.head();
    return config.withHead(
        new DeformableDetrHeadConfig(
            List.of(LAST_STAGE),
            head.classes(),
            head.queries(),
            head.variant(),
            head.transformer().withLevels(1)));
  }

  /** The published recipe: 50 epochs, the last ten at a tenth of the rate. */
  private static DetectorRecipe recipe(int frozen) {
    return DetectorRecipe.of(
        DetectionAugmentation.publishedDetr(),
        new TrainingDefaults(
            16,
            2e-4,
            Length.epochs(50),
            (highest, length) ->
                new WarmupSteps(highest, 0, 1, List.of(Math.round(0.8 * length)), 0.1),
            DeformableDetrRecipe::published,
            frozen));
  }
}
