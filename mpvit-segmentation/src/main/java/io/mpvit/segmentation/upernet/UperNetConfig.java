/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.segmentation.SegmentationTransform;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.InferencePlan;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a published UperNet: the network and what happens before and after it.
 * The two sizes differ in the backbone only.
 *
 * @param backbone the MPViT below, with the drop-path rate that the segmenter trains with
 * @param head decode and auxiliary head
 * @param transform how pictures enter
 * @param plan how the network looks at them
 */
public record UperNetConfig(
    MPViTConfig backbone,
    UperNetHeadConfig head,
    SegmentationTransform transform,
    InferencePlan plan) {

  /** Checks that nothing is missing. */
  public UperNetConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(plan, "plan");
  }

  private static UperNetConfig published(MPViTConfig backbone, float dropPathRate) {
    return new UperNetConfig(
        backbone.withDropPathRate(dropPathRate),
        UperNetHeadConfig.published(),
        SegmentationTransform.published(),
        InferencePlan.PUBLISHED);
  }

  /**
   * UperNet on MPViT-S: 51.6M parameters.
   *
   * @return the preset
   */
  public static UperNetConfig small() {
    return published(MPViTConfig.small(), 0.2f);
  }

  /**
   * UperNet on MPViT-B: 105.3M parameters.
   *
   * @return the preset
   */
  public static UperNetConfig base() {
    return published(MPViTConfig.base(), 0.4f);
  }

  /**
   * A small segmenter of our own for the synthetic shapes, narrow enough to be trained on two
   * cores. It sees pictures at 192 pixels a side, as they are drawn, and is trained at 128 and then
   * at 160, which is cheaper: networks do best on pictures somewhat larger than those they learned
   * from (Touvron et al., 2019). Its head is wider than its backbone, because that is where shapes
   * are told from each other: with half the width it takes several times as many steps.
   *
   * @return the preset
   */
  public static UperNetConfig picoShapes() {
    return new UperNetConfig(
        MPViTConfig.pico(),
        new UperNetHeadConfig(9, 96, List.of(1, 2, 3, 6), "stage4", 24, 0.1f),
        new SegmentationTransform(new KeepRatioResize(320, 192), Normalization.DETECTRON2),
        InferencePlan.PUBLISHED);
  }

  /**
   * Returns the same segmenter on another backbone, such as one whose MLP ratio was read off a
   * file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public UperNetConfig withBackbone(MPViTConfig value) {
    return new UperNetConfig(value, head, transform, plan);
  }

  /**
   * Returns the same segmenter for another number of classes.
   *
   * @param count number of classes
   * @return a changed copy
   */
  public UperNetConfig withClasses(int count) {
    return new UperNetConfig(backbone, head.withClasses(count), transform, plan);
  }

  /**
   * Returns the same segmenter with another way of looking at pictures.
   *
   * @param value the plan
   * @return a changed copy
   */
  public UperNetConfig withPlan(InferencePlan value) {
    return new UperNetConfig(backbone, head, transform, value);
  }

  /**
   * Joins a network of this architecture with what happens before and after it.
   *
   * @param network initialised and frozen; may know other classes than {@link #head()}
   * @return the segmenter
   */
  public SemanticSegmenter segmenter(UperNet network) {
    return new SemanticSegmenter(network, transform, plan);
  }
}
