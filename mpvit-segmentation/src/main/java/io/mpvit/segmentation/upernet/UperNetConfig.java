/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.segmentation.SegmentationTransform;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.InferencePlan;
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
    BackboneConfig backbone,
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

  /**
   * A segmenter as published, on any backbone.
   *
   * @param backbone the network below, with the drop-path rate that the segmenter trains with
   * @return the segmenter's architecture
   */
  public static UperNetConfig published(BackboneConfig backbone) {
    return new UperNetConfig(
        backbone,
        UperNetHeadConfig.published(),
        SegmentationTransform.published(),
        InferencePlan.PUBLISHED);
  }

  /**
   * Returns the same segmenter on another backbone, such as one whose MLP ratio was read off a
   * file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public UperNetConfig withBackbone(BackboneConfig value) {
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
