/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.DetrResize;
import io.mpvit.image.Normalization;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a published Deformable DETR: the network and what happens before and
 * after it.
 *
 * @param backbone the MPViT below, with the drop-path rate that the detector trains with
 * @param head transformer and predictors
 * @param transform how pictures enter
 * @param detections how many results a picture has; published: 100
 */
public record DeformableDetrConfig(
    MPViTConfig backbone,
    DeformableDetrHeadConfig head,
    DetectorTransform transform,
    int detections) {
  /** How pictures enter {@link #picoShapes}. */
  public static final DetrResize PICO_RESIZE = new DetrResize(192, 320);

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if the number of detections is not positive
   */
  public DeformableDetrConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(transform, "transform");
    if (detections <= 0) {
      throw new IllegalArgumentException("detections must be positive, found " + detections);
    }
  }

  /**
   * Deformable DETR on MPViT-S: 34.4M parameters.
   *
   * @return the preset
   */
  public static DeformableDetrConfig small() {
    return new DeformableDetrConfig(
        MPViTConfig.small().withDropPathRate(0),
        DeformableDetrHeadConfig.published(),
        new DetectorTransform(DetrResize.PUBLISHED, Normalization.IMAGENET, 1),
        100);
  }

  /**
   * Our own small detector of the synthetic shapes, for training on a CPU: proposals and
   * refinement, with which it learns in fewer steps, and one encoder layer, which is what a step
   * costs most.
   *
   * @return the preset
   */
  public static DeformableDetrConfig picoShapes() {
    return new DeformableDetrConfig(
        new MPViTConfig(List.of(32, 48, 64, 96), List.of(2, 2, 2, 2), List.of(1, 1, 2, 1), 2, 8, 0),
        new DeformableDetrHeadConfig(
            List.of("stage3", "stage4", "stage5"),
            8,
            50,
            Variant.TWO_STAGE,
            new TransformerConfig(96, 4, 4, 2, 1, 3, 192, 0)),
        new DetectorTransform(PICO_RESIZE, Normalization.IMAGENET, 1),
        50);
  }

  /**
   * Returns the same detector on another backbone, such as one whose MLP ratio was read off a file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public DeformableDetrConfig withBackbone(MPViTConfig value) {
    return new DeformableDetrConfig(value, head, transform, detections);
  }

  /**
   * Returns the same detector with another head.
   *
   * @param value transformer and predictors
   * @return a changed copy
   */
  public DeformableDetrConfig withHead(DeformableDetrHeadConfig value) {
    return new DeformableDetrConfig(backbone, value, transform, detections);
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
