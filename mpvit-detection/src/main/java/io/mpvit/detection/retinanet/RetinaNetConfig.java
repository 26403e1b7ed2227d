/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.transform.DetectorTransform;
import java.util.Objects;

/**
 * Everything that defines a published RetinaNet: the network and what happens before and after it.
 * The four sizes differ in the backbone only; files of the 1x and the multi-scale 3x schedule have
 * the same architecture.
 *
 * @param backbone the MPViT below, with the drop-path rate that the detector trains with
 * @param head pyramid and predictors
 * @param transform how pictures enter
 * @param thresholds what leaves
 */
public record RetinaNetConfig(
    MPViTConfig backbone,
    RetinaNetHeadConfig head,
    DetectorTransform transform,
    RetinaNetThresholds thresholds) {

  /** Checks that nothing is missing. */
  public RetinaNetConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(thresholds, "thresholds");
  }

  private static RetinaNetConfig published(MPViTConfig backbone, float dropPathRate) {
    return new RetinaNetConfig(
        backbone.withDropPathRate(dropPathRate),
        RetinaNetHeadConfig.published(),
        DetectorTransform.published(),
        RetinaNetThresholds.published());
  }

  /**
   * RetinaNet on MPViT-T: 15.1M parameters.
   *
   * @return the preset
   */
  public static RetinaNetConfig tiny() {
    return published(MPViTConfig.tiny(), 0.1f);
  }

  /**
   * RetinaNet on MPViT-XS: 19.9M parameters.
   *
   * @return the preset
   */
  public static RetinaNetConfig xsmall() {
    return published(MPViTConfig.xsmall(), 0.1f);
  }

  /**
   * RetinaNet on MPViT-S: 32.3M parameters.
   *
   * @return the preset
   */
  public static RetinaNetConfig small() {
    return published(MPViTConfig.small(), 0.2f);
  }

  /**
   * RetinaNet on MPViT-B: 84.6M parameters.
   *
   * @return the preset
   */
  public static RetinaNetConfig base() {
    return published(MPViTConfig.base(), 0.4f);
  }

  /**
   * Returns the same detector on another backbone, such as one whose MLP ratio was read off a file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public RetinaNetConfig withBackbone(MPViTConfig value) {
    return new RetinaNetConfig(value, head, transform, thresholds);
  }

  /**
   * Returns the same detector for another number of classes.
   *
   * @param count number of object classes
   * @return a changed copy
   */
  public RetinaNetConfig withClasses(int count) {
    return new RetinaNetConfig(backbone, head.withClasses(count), transform, thresholds);
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
