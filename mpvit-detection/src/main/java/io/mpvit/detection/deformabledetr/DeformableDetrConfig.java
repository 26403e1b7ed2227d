/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.DetrResize;
import io.mpvit.image.Normalization;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a Deformable DETR: the network and what happens before and after it.
 *
 * @param backbone the network below, with the drop-path rate that the detector trains with
 * @param backboneName its path in the state dict below {@code backbone.0}, such as {@code body}
 * @param head transformer and predictors
 * @param transform how pictures enter
 * @param detections how many results a picture has; published: 100
 */
public record DeformableDetrConfig(
    BackboneConfig backbone,
    String backboneName,
    DeformableDetrHeadConfig head,
    DetectorTransform transform,
    int detections) {

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if the number of detections is not positive
   */
  public DeformableDetrConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(backboneName, "backboneName");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(transform, "transform");
    if (detections <= 0) {
      throw new IllegalArgumentException("detections must be positive, found " + detections);
    }
  }

  /**
   * A detector as published, on any backbone.
   *
   * @param backbone the network below, with the drop-path rate that the detector trains with
   * @param backboneName its path in the state dict below {@code backbone.0}
   * @param features names of its features that the transformer sees, of strides 8, 16 and 32
   * @return the detector's architecture
   */
  public static DeformableDetrConfig published(
      BackboneConfig backbone, String backboneName, List<String> features) {
    return new DeformableDetrConfig(
        backbone,
        backboneName,
        DeformableDetrHeadConfig.published(features),
        new DetectorTransform(DetrResize.PUBLISHED, Normalization.IMAGENET, 1),
        100);
  }

  /**
   * Returns the same detector with another way for pictures to enter.
   *
   * @param value resize, normalisation, padding
   * @return a changed copy
   */
  public DeformableDetrConfig withTransform(DetectorTransform value) {
    return new DeformableDetrConfig(backbone, backboneName, head, value, detections);
  }

  /**
   * Returns the same detector on another backbone, such as one whose MLP ratio was read off a file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public DeformableDetrConfig withBackbone(BackboneConfig value) {
    return new DeformableDetrConfig(value, backboneName, head, transform, detections);
  }

  /**
   * Returns the same detector with another head.
   *
   * @param value transformer and predictors
   * @return a changed copy
   */
  public DeformableDetrConfig withHead(DeformableDetrHeadConfig value) {
    return new DeformableDetrConfig(backbone, backboneName, value, transform, detections);
  }

  /**
   * Returns the same detector for another number of classes.
   *
   * @param count number of logits
   * @return a changed copy
   */
  public DeformableDetrConfig withClasses(int count) {
    return withHead(head.withClasses(count));
  }

  /**
   * Joins a network of this architecture with its transform and its decoder.
   *
   * @param network initialised and frozen
   * @return the detector
   */
  public ObjectDetector detector(DeformableDetr network) {
    return new ObjectDetector(network, transform, new DeformableDetrDecoder(detections));
  }
}
