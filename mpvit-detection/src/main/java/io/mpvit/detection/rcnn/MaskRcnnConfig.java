/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.transform.DetectorTransform;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a Mask R-CNN, Cascade Mask R-CNN or Faster R-CNN: the network and what
 * happens before and after it. The cascades differ in their box stages; published files of the 1x
 * and the multi-scale 3x schedule have the same architecture.
 *
 * @param backbone the network below, with the drop-path rate that the detector trains with
 * @param backboneName its path in the state dict below {@code backbone}, such as {@code
 *     bottom_up.backbone}
 * @param head pyramid, proposals, box stages and masks
 * @param transform how pictures enter
 * @param thresholds what leaves
 */
public record MaskRcnnConfig(
    BackboneConfig backbone,
    String backboneName,
    MaskRcnnHeadConfig head,
    DetectorTransform transform,
    MaskRcnnThresholds thresholds) {

  /** Checks that nothing is missing. */
  public MaskRcnnConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(backboneName, "backboneName");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(thresholds, "thresholds");
  }

  /**
   * A detector as published, on any backbone.
   *
   * @param backbone the network below, with the drop-path rate that the detector trains with
   * @param backboneName its path in the state dict below {@code backbone}
   * @param features names of its features that enter the pyramid, of strides 4, 8, 16 and 32
   * @param box one box stage, or a cascade
   * @return the detector's architecture
   */
  public static MaskRcnnConfig published(
      BackboneConfig backbone, String backboneName, List<String> features, BoxHeadConfig box) {
    return new MaskRcnnConfig(
        backbone,
        backboneName,
        MaskRcnnHeadConfig.published(features, box),
        DetectorTransform.published(),
        MaskRcnnThresholds.published());
  }

  /**
   * A detector as mmdetection publishes them, on any backbone.
   *
   * @param backbone the network below, with the drop-path rate that the detector trains with
   * @param backboneName its path in the state dict below {@code backbone}
   * @param features names of its features that enter the pyramid, of strides 4, 8, 16 and 32
   * @return the detector's architecture
   */
  public static MaskRcnnConfig mmdetection(
      BackboneConfig backbone, String backboneName, List<String> features) {
    return new MaskRcnnConfig(
        backbone,
        backboneName,
        MaskRcnnHeadConfig.mmdetection(features),
        DetectorTransform.mmdetection(),
        MaskRcnnThresholds.mmdetection());
  }

  /**
   * Returns the same detector on another backbone, such as one whose MLP ratio was read off a file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public MaskRcnnConfig withBackbone(BackboneConfig value) {
    return new MaskRcnnConfig(value, backboneName, head, transform, thresholds);
  }

  /**
   * Returns the same detector for another number of classes.
   *
   * @param count number of object classes
   * @return a changed copy
   */
  public MaskRcnnConfig withClasses(int count) {
    return new MaskRcnnConfig(
        backbone, backboneName, head.withClasses(count), transform, thresholds);
  }

  /**
   * Returns the same detector for pictures that enter otherwise.
   *
   * @param value how pictures enter
   * @return a changed copy
   */
  public MaskRcnnConfig withTransform(DetectorTransform value) {
    return new MaskRcnnConfig(backbone, backboneName, head, value, thresholds);
  }

  /**
   * Returns the same detector without masks: a Faster R-CNN.
   *
   * @return a changed copy
   */
  public MaskRcnnConfig withoutMasks() {
    return new MaskRcnnConfig(backbone, backboneName, head.withoutMasks(), transform, thresholds);
  }

  /**
   * Returns the same detector with other thresholds.
   *
   * @param value what to keep
   * @return a changed copy
   */
  public MaskRcnnConfig withThresholds(MaskRcnnThresholds value) {
    return new MaskRcnnConfig(backbone, backboneName, head, transform, value);
  }

  /**
   * Joins a network of this architecture with its transform and its decoder.
   *
   * @param network initialised and frozen
   * @return the detector, whose detections have masks if the network makes them
   */
  public ObjectDetector detector(MaskRcnn network) {
    return new ObjectDetector(network, transform, new MaskRcnnDecoder(thresholds.keepsEmpty()));
  }

  /**
   * Joins a network of this architecture with everything up to pixel masks.
   *
   * @param network initialised and frozen, with a mask head
   * @return the segmenter
   * @throws IllegalArgumentException if the network makes no masks
   */
  public InstanceSegmenter segmenter(MaskRcnn network) {
    if (network.masks().isEmpty()) {
      throw new IllegalArgumentException("a Faster R-CNN finds boxes only, there are no masks");
    }
    return new InstanceSegmenter(detector(network));
  }
}
