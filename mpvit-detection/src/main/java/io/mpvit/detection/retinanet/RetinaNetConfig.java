/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.transform.DetectorTransform;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a RetinaNet: the network and what happens before and after it. Published
 * files of the 1x and the multi-scale 3x schedule have the same architecture.
 *
 * @param backbone the network below, with the drop-path rate that the detector trains with
 * @param backboneName its path in the state dict below {@code backbone}, such as {@code
 *     bottom_up.backbone}
 * @param head pyramid and predictors
 * @param transform how pictures enter
 * @param thresholds what leaves
 */
public record RetinaNetConfig(
    BackboneConfig backbone,
    String backboneName,
    RetinaNetHeadConfig head,
    DetectorTransform transform,
    RetinaNetThresholds thresholds) {

  /** Checks that nothing is missing. */
  public RetinaNetConfig {
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
   * @param features names of its features that enter the pyramid, of strides 8, 16 and 32
   * @return the detector's architecture
   */
  public static RetinaNetConfig published(
      BackboneConfig backbone, String backboneName, List<String> features) {
    return new RetinaNetConfig(
        backbone,
        backboneName,
        RetinaNetHeadConfig.published(features),
        DetectorTransform.published(),
        RetinaNetThresholds.published());
  }

  /**
   * A detector as mmdetection publishes them, on any backbone.
   *
   * @param backbone the network below, with the drop-path rate that the detector trains with
   * @param backboneName its path in the state dict below {@code backbone}
   * @param features names of its features that enter the pyramid, of strides 8, 16 and 32
   * @return the detector's architecture
   */
  public static RetinaNetConfig mmdetection(
      BackboneConfig backbone, String backboneName, List<String> features) {
    return new RetinaNetConfig(
        backbone,
        backboneName,
        RetinaNetHeadConfig.mmdetection(features),
        DetectorTransform.mmdetection(),
        RetinaNetThresholds.published().withRule(RetinaNetThresholds.Rule.MMDETECTION));
  }

  /**
   * Returns the same detector on another backbone, such as one whose MLP ratio was read off a file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public RetinaNetConfig withBackbone(BackboneConfig value) {
    return new RetinaNetConfig(value, backboneName, head, transform, thresholds);
  }

  /**
   * Returns the same detector for another number of classes.
   *
   * @param count number of object classes
   * @return a changed copy
   */
  public RetinaNetConfig withClasses(int count) {
    return new RetinaNetConfig(
        backbone, backboneName, head.withClasses(count), transform, thresholds);
  }

  /**
   * Returns the same detector for pictures that enter otherwise.
   *
   * @param value how pictures enter
   * @return a changed copy
   */
  public RetinaNetConfig withTransform(DetectorTransform value) {
    return new RetinaNetConfig(backbone, backboneName, head, value, thresholds);
  }

  /**
   * Joins a network of this architecture with its transform and its decoder.
   *
   * @param network initialised and frozen; may know other classes than {@link #head()}
   * @return the detector
   */
  public ObjectDetector detector(RetinaNet network) {
    return new ObjectDetector(
        network, transform, new RetinaNetDecoder(network.config(), thresholds));
  }
}
