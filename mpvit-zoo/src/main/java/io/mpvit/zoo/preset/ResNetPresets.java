/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.rcnn.BoxHeadConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.RcnnLossConfig;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.Normalization;
import io.mpvit.image.Resampling;
import io.mpvit.weights.KeyLayout;
import java.util.List;
import java.util.stream.Stream;

/**
 * The architectures on ResNet and ResNeXt: torchvision's and timm's classifiers, and detectron2's
 * own detectors. Place of the stride, channel order and scaling of the pixels cannot be read off a
 * file: they are what these presets say.
 */
final class ResNetPresets {

  private static final String BOTTOM_UP = "bottom_up";
  private static final List<String> ALL_STAGES = List.of("res2", "res3", "res4", "res5");
  private static final List<String> UPPER_STAGES = List.of("res3", "res4", "res5");

  private static final String DETECTRON2 = "detectron2";

  private static final double RATE = 0.02;
  private static final double RETINANET_RATE = 0.01;

  private ResNetPresets() {}

  static List<Preset<?>> all() {
    ResNetConfig r50 = ResNetConfig.detectron50();
    ResNetConfig r101 = ResNetConfig.detectron101();
    ResNetConfig x101 = ResNetConfig.detectronX101();
    DetectorTransform msra = DetectorTransform.published(Normalization.DETECTRON2_MSRA);
    DetectorTransform fair = DetectorTransform.published(Normalization.DETECTRON2_FAIR);
    ImageNetTransform first = ImageNetTransform.torchvision(256);
    ImageNetTransform second = ImageNetTransform.torchvision(232);
    return List.of(
        classifier("resnet50_tv_v1", ResNetConfig.resnet50(), first),
        classifier("resnet50_tv_v2", ResNetConfig.resnet50(), second),
        classifier("resnet101_tv_v1", ResNetConfig.resnet101(), first),
        classifier("resnet101_tv_v2", ResNetConfig.resnet101(), second),
        classifier("resnext101_32x8d_tv_v1", ResNetConfig.resnext101(), first),
        classifier("resnext101_32x8d_tv_v2", ResNetConfig.resnext101(), second),
        // timm's table: crop 0.95, so a short side of 235, bicubic
        classifier(
            "resnet50_timm_a1",
            ResNetConfig.resnet50(),
            new ImageNetTransform(224, 235, Resampling.BICUBIC)),
        retinaNet("retinanet_r50_fpn", r50, msra),
        retinaNet("retinanet_r101_fpn", r101, msra),
        fasterRcnn("faster_rcnn_r50_fpn", r50, msra),
        fasterRcnn("faster_rcnn_r101_fpn", r101, msra),
        fasterRcnn("faster_rcnn_x101_fpn", x101, fair),
        maskRcnn("mask_rcnn_r50_fpn", r50, msra),
        maskRcnn("mask_rcnn_r101_fpn", r101, msra),
        maskRcnn("mask_rcnn_x101_fpn", x101, fair),
        cascade("cascade_mask_rcnn_r50_fpn", r50, msra));
  }

  /** timm's names are torchvision's; detectron2's and Caffe2's files have no head. */
  private static Preset<?> classifier(
      String name, ResNetConfig backbone, ImageNetTransform transform) {
    return new ClassifierPreset(name, backbone, List.of(KeyLayout.OWN), transform);
  }

  private static Preset<?> retinaNet(
      String name, ResNetConfig backbone, DetectorTransform transform) {
    return new RetinaNetPreset(
        name,
        RetinaNetConfig.published(backbone, BOTTOM_UP, UPPER_STAGES).withTransform(transform),
        layouts(backbone),
        TypicalInputs.PHOTOGRAPH,
        DetectorRecipe.detectron2(RETINANET_RATE));
  }

  private static MaskRcnnConfig config(
      ResNetConfig backbone, DetectorTransform transform, BoxHeadConfig box) {
    return MaskRcnnConfig.published(backbone, BOTTOM_UP, ALL_STAGES, box).withTransform(transform);
  }

  private static Preset<?> fasterRcnn(
      String name, ResNetConfig backbone, DetectorTransform transform) {
    MaskRcnnConfig masks = config(backbone, transform, BoxHeadConfig.single());
    return new FasterRcnnPreset(
        rcnn(name, backbone, masks.withoutMasks(), RcnnLossConfig.published()));
  }

  private static Preset<?> maskRcnn(
      String name, ResNetConfig backbone, DetectorTransform transform) {
    return rcnn(
        name,
        backbone,
        config(backbone, transform, BoxHeadConfig.single()),
        RcnnLossConfig.published());
  }

  private static Preset<?> cascade(
      String name, ResNetConfig backbone, DetectorTransform transform) {
    return rcnn(
        name,
        backbone,
        config(backbone, transform, BoxHeadConfig.cascade()),
        RcnnLossConfig.publishedCascade());
  }

  private static MaskRcnnPreset rcnn(
      String name, ResNetConfig backbone, MaskRcnnConfig config, RcnnLossConfig losses) {
    return new MaskRcnnPreset(
        name,
        config,
        layouts(backbone),
        TypicalInputs.PHOTOGRAPH,
        losses,
        DetectorRecipe.detectron2(RATE));
  }

  /** The own names, and the same of very old files, which lack the statistics of the norms. */
  private static List<KeyLayout> layouts(ResNetConfig backbone) {
    String prefix = "backbone." + BOTTOM_UP + ".";
    return Stream.concat(
            Stream.of(KeyLayout.OWN),
            backbone.layouts().stream()
                .filter(layout -> layout.name().equals(DETECTRON2))
                .map(layout -> layout.under(prefix, prefix)))
        .toList();
  }
}
