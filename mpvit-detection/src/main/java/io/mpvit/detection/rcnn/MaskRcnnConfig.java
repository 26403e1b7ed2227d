/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.Normalization;
import io.mpvit.image.ShortestEdgeResize;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a published Mask R-CNN or Cascade Mask R-CNN: the network and what
 * happens before and after it. The sizes differ in the backbone only, the cascades in their box
 * stages; files of the 1x and the multi-scale 3x schedule have the same architecture.
 *
 * @param backbone the MPViT below, with the drop-path rate that the detector trains with
 * @param head pyramid, proposals, box stages and masks
 * @param transform how pictures enter
 * @param thresholds what leaves
 */
public record MaskRcnnConfig(
    MPViTConfig backbone,
    MaskRcnnHeadConfig head,
    DetectorTransform transform,
    MaskRcnnThresholds thresholds) {

  /** How pictures enter {@link #picoShapes}. */
  public static final ShortestEdgeResize PICO_RESIZE = new ShortestEdgeResize(192, 320);

  /** Checks that nothing is missing. */
  public MaskRcnnConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(thresholds, "thresholds");
  }

  private static MaskRcnnConfig published(
      MPViTConfig backbone, float dropPathRate, BoxHeadConfig box) {
    return new MaskRcnnConfig(
        backbone.withDropPathRate(dropPathRate),
        MaskRcnnHeadConfig.published(box),
        DetectorTransform.published(),
        MaskRcnnThresholds.published());
  }

  /**
   * Mask R-CNN on MPViT-T: 25.7M parameters.
   *
   * @return the preset
   */
  public static MaskRcnnConfig tiny() {
    return published(MPViTConfig.tiny(), 0.1f, BoxHeadConfig.single());
  }

  /**
   * Mask R-CNN on MPViT-XS: 30.4M parameters.
   *
   * @return the preset
   */
  public static MaskRcnnConfig xsmall() {
    return published(MPViTConfig.xsmall(), 0.1f, BoxHeadConfig.single());
  }

  /**
   * Mask R-CNN on MPViT-S: 42.7M parameters.
   *
   * @return the preset
   */
  public static MaskRcnnConfig small() {
    return published(MPViTConfig.small(), 0.2f, BoxHeadConfig.single());
  }

  /**
   * Mask R-CNN on MPViT-B: 94.7M parameters.
   *
   * @return the preset
   */
  public static MaskRcnnConfig base() {
    return published(MPViTConfig.base(), 0.4f, BoxHeadConfig.single());
  }

  /**
   * Cascade Mask R-CNN on MPViT-S: 70.4M parameters.
   *
   * @return the preset
   */
  public static MaskRcnnConfig cascadeSmall() {
    return published(MPViTConfig.small(), 0.2f, BoxHeadConfig.cascade());
  }

  /**
   * Cascade Mask R-CNN on MPViT-B: 122.3M parameters.
   *
   * @return the preset
   */
  public static MaskRcnnConfig cascadeBase() {
    return published(MPViTConfig.base(), 0.5f, BoxHeadConfig.cascade());
  }

  /**
   * A light Mask R-CNN of our own for pictures of about 192 pixels and the eight categories of the
   * synthetic shapes: narrow stages, 64 channels in the pyramid, small heads.
   *
   * @return the preset
   */
  public static MaskRcnnConfig picoShapes() {
    RpnConfig rpn =
        new RpnConfig(
            new AnchorGenerator(
                List.of(4, 8, 16, 32, 64),
                List.of(
                    List.of(16.0), List.of(32.0), List.of(64.0), List.of(128.0), List.of(256.0)),
                List.of(0.5, 1.0, 2.0)),
            BoxCoder.UNIT);
    return new MaskRcnnConfig(
        MPViTConfig.pico(),
        new MaskRcnnHeadConfig(
            List.of("stage2", "stage3", "stage4", "stage5"),
            8,
            64,
            rpn,
            new LevelRule(112, 4),
            new BoxHeadConfig(7, 256, false, List.of(new BoxCoder(10, 10, 5, 5))),
            new MaskHeadConfig(14, 2, 64)),
        new DetectorTransform(PICO_RESIZE, Normalization.DETECTRON2, 32),
        new MaskRcnnThresholds(new ProposalThresholds(300, 0.7, 200), 0.05f, 0.5, 100));
  }

  /**
   * Returns the same detector on another backbone, such as one whose MLP ratio was read off a file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public MaskRcnnConfig withBackbone(MPViTConfig value) {
    return new MaskRcnnConfig(value, head, transform, thresholds);
  }

  /**
   * Returns the same detector for another number of classes.
   *
   * @param count number of object classes
   * @return a changed copy
   */
  public MaskRcnnConfig withClasses(int count) {
    return new MaskRcnnConfig(backbone, head.withClasses(count), transform, thresholds);
  }

  /**
   * Returns the same detector with other thresholds.
   *
   * @param value what to keep
   * @return a changed copy
   */
  public MaskRcnnConfig withThresholds(MaskRcnnThresholds value) {
    return new MaskRcnnConfig(backbone, head, transform, value);
  }

  /**
   * Joins a network of this architecture with its transform and its decoder.
   *
   * @param network initialised and frozen
   * @return the detector, whose detections have masks
   */
  public ObjectDetector detector(MaskRcnn network) {
    return new ObjectDetector(network, transform, new MaskRcnnDecoder());
  }

  /**
   * Joins a network of this architecture with everything up to pixel masks.
   *
   * @param network initialised and frozen
   * @return the segmenter
   */
  public InstanceSegmenter segmenter(MaskRcnn network) {
    return new InstanceSegmenter(detector(network));
  }
}
