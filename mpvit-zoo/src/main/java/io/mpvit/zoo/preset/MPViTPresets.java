/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.deformabledetr.DeformableDetrRecipe;
import io.mpvit.detection.deformabledetr.TransformerConfig;
import io.mpvit.detection.rcnn.BoxHeadConfig;
import io.mpvit.detection.rcnn.LevelRule;
import io.mpvit.detection.rcnn.MaskHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnThresholds;
import io.mpvit.detection.rcnn.ProposalThresholds;
import io.mpvit.detection.rcnn.RcnnLossConfig;
import io.mpvit.detection.rcnn.RpnConfig;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.DetrResize;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.segmentation.SegmentationTransform;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.upernet.UperNetConfig;
import io.mpvit.segmentation.upernet.UperNetHeadConfig;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.SegmenterTraining;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.util.List;
import java.util.Optional;

/** The architectures on MPViT: the published ones, and our own small ones for synthetic shapes. */
final class MPViTPresets {

  private static final List<KeyLayout> LAYOUTS = List.of(KeyLayout.OWN);

  /** Where detectron2's detectors have an MPViT, below {@code backbone}. */
  private static final String BOTTOM_UP = "bottom_up.backbone";

  private static final List<String> ALL_STAGES = List.of("stage2", "stage3", "stage4", "stage5");
  private static final List<String> UPPER_STAGES = List.of("stage3", "stage4", "stage5");

  private static final Shape SHAPES_INPUT = new Shape(1, 3, 192, 192);
  private static final int SHAPES = 8;

  private MPViTPresets() {}

  static List<Preset<?>> all() {
    MPViTConfig tiny = MPViTConfig.tiny();
    MPViTConfig xsmall = MPViTConfig.xsmall();
    MPViTConfig small = MPViTConfig.small();
    MPViTConfig base = MPViTConfig.base();
    return List.of(
        classifier("mpvit_tiny", tiny),
        classifier("mpvit_xsmall", xsmall),
        classifier("mpvit_small", small),
        classifier("mpvit_base", base),
        retinaNet("retinanet_mpvit_tiny", tiny.withDropPathRate(0.1f)),
        retinaNet("retinanet_mpvit_xs", xsmall.withDropPathRate(0.1f)),
        retinaNet("retinanet_mpvit_small", small.withDropPathRate(0.2f)),
        retinaNet("retinanet_mpvit_base", base.withDropPathRate(0.4f)),
        maskRcnn("mask_rcnn_mpvit_tiny", tiny.withDropPathRate(0.1f)),
        maskRcnn("mask_rcnn_mpvit_xs", xsmall.withDropPathRate(0.1f)),
        maskRcnn("mask_rcnn_mpvit_small", small.withDropPathRate(0.2f)),
        maskRcnn("mask_rcnn_mpvit_base", base.withDropPathRate(0.4f)),
        cascade("cascade_mask_rcnn_mpvit_small", small.withDropPathRate(0.2f)),
        cascade("cascade_mask_rcnn_mpvit_base", base.withDropPathRate(0.5f)),
        maskRcnnOfShapes(),
        DeformableDetrPresets.own(
            "deformable_detr_mpvit_small", small.withDropPathRate(0), UPPER_STAGES),
        deformableDetrOfShapes(),
        uperNet("upernet_mpvit_small", small.withDropPathRate(0.2f)),
        uperNet("upernet_mpvit_base", base.withDropPathRate(0.4f)),
        uperNetOfShapes());
  }

  private static Preset<?> classifier(String name, MPViTConfig backbone) {
    return new ClassifierPreset(name, backbone, LAYOUTS, ImageNetTransform.DEFAULT);
  }

  private static Preset<?> retinaNet(String name, MPViTConfig backbone) {
    return new RetinaNetPreset(
        name,
        RetinaNetConfig.published(backbone, BOTTOM_UP, UPPER_STAGES),
        LAYOUTS,
        TypicalInputs.PHOTOGRAPH,
        DetectorRecipe.published());
  }

  private static Preset<?> maskRcnn(String name, MPViTConfig backbone) {
    return new MaskRcnnPreset(
        name,
        MaskRcnnConfig.published(backbone, BOTTOM_UP, ALL_STAGES, BoxHeadConfig.single()),
        LAYOUTS,
        TypicalInputs.PHOTOGRAPH,
        RcnnLossConfig.published(),
        DetectorRecipe.published());
  }

  private static Preset<?> cascade(String name, MPViTConfig backbone) {
    return new MaskRcnnPreset(
        name,
        MaskRcnnConfig.published(backbone, BOTTOM_UP, ALL_STAGES, BoxHeadConfig.cascade()),
        LAYOUTS,
        TypicalInputs.PHOTOGRAPH,
        RcnnLossConfig.publishedCascade(),
        DetectorRecipe.published());
  }

  /**
   * A light Mask R-CNN of our own for pictures of about 192 pixels and the eight categories of the
   * synthetic shapes: narrow stages, 64 channels in the pyramid, small heads.
   */
  private static Preset<?> maskRcnnOfShapes() {
    ShortestEdgeResize resize = new ShortestEdgeResize(192, 320);
    RpnConfig rpn =
        new RpnConfig(
            new AnchorGenerator(
                List.of(4, 8, 16, 32, 64),
                List.of(
                    List.of(16.0), List.of(32.0), List.of(64.0), List.of(128.0), List.of(256.0)),
                List.of(0.5, 1.0, 2.0)),
            BoxCoder.UNIT);
    MaskRcnnConfig config =
        new MaskRcnnConfig(
            MPViTConfig.pico(),
            BOTTOM_UP,
            new MaskRcnnHeadConfig(
                ALL_STAGES,
                SHAPES,
                64,
                rpn,
                new LevelRule(112, 4),
                new BoxHeadConfig(7, 256, false, List.of(new BoxCoder(10, 10, 5, 5))),
                Optional.of(new MaskHeadConfig(14, 2, 64))),
            new DetectorTransform(resize, Normalization.DETECTRON2, 32),
            new MaskRcnnThresholds(new ProposalThresholds(300, 0.7, 200), 0.05f, 0.5, 100));
    return new MaskRcnnPreset(
        "mask_rcnn_mpvit_pico_shapes",
        config,
        LAYOUTS,
        SHAPES_INPUT,
        RcnnLossConfig.light(),
        DetectorRecipe.of(DetectionAugmentation.resizeAndFlip(resize), DetectorTraining.pico()));
  }

  /**
   * Our own small detector of the synthetic shapes, for training on a CPU: proposals and
   * refinement, with which it learns in fewer steps, and one encoder layer, which is what a step
   * costs most.
   */
  private static Preset<?> deformableDetrOfShapes() {
    DetrResize resize = new DetrResize(192, 320);
    DeformableDetrConfig config =
        new DeformableDetrConfig(
            MPViTConfig.pico(),
            DeformableDetrPresets.BACKBONE,
            new DeformableDetrHeadConfig(
                UPPER_STAGES,
                SHAPES,
                50,
                Variant.TWO_STAGE,
                new TransformerConfig(96, 4, 4, 2, 1, 3, 192, 0)),
            new DetectorTransform(resize, Normalization.IMAGENET, 1),
            50);
    return new DeformableDetrPreset(
        "deformable_detr_mpvit_pico_shapes",
        config,
        LAYOUTS,
        SHAPES_INPUT,
        DetectorRecipe.of(
            DetectionAugmentation.resizeAndFlip(resize),
            new TrainingDefaults(
                8,
                4e-4,
                Length.iterations(6000),
                DetectorTraining.steps(List.of(0.75, 0.92)),
                DeformableDetrRecipe::fromScratch)));
  }

  private static Preset<?> uperNet(String name, MPViTConfig backbone) {
    return new UperNetPreset(
        name,
        UperNetConfig.published(backbone),
        LAYOUTS,
        SegmentationAugmentation.published(),
        SegmenterTraining.published());
  }

  /**
   * A small segmenter of our own for the synthetic shapes, narrow enough to be trained on two
   * cores. It sees pictures at 192 pixels a side, as they are drawn, and is trained at 128 and then
   * at 160, which is cheaper: networks do best on pictures somewhat larger than those they learned
   * from (Touvron et al., 2019). Its head is wider than its backbone, because that is where shapes
   * are told from each other: with half the width it takes several times as many steps.
   */
  private static Preset<?> uperNetOfShapes() {
    UperNetConfig config =
        new UperNetConfig(
            MPViTConfig.pico(),
            new UperNetHeadConfig(SHAPES + 1, 96, List.of(1, 2, 3, 6), "stage4", 24, 0.1f),
            new SegmentationTransform(new KeepRatioResize(320, 192), Normalization.DETECTRON2),
            InferencePlan.PUBLISHED);
    return new UperNetPreset(
        "upernet_mpvit_pico_shapes",
        config,
        LAYOUTS,
        SegmenterTraining.picoAugmentation(),
        SegmenterTraining.pico());
  }
}
