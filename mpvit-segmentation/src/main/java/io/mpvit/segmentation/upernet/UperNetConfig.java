/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import io.mpvit.backbone.mpvit.MPViTConfig;
import java.util.Objects;

/**
 * The architecture of a published UperNet. The two sizes differ in the backbone only.
 *
 * @param backbone the MPViT below, with the drop-path rate that the segmenter trains with
 * @param head decode and auxiliary head
 */
public record UperNetConfig(MPViTConfig backbone, UperNetHeadConfig head) {

  /** Checks that nothing is missing. */
  public UperNetConfig {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(head, "head");
  }

  /**
   * UperNet on MPViT-S: 51.6M parameters.
   *
   * @return the preset
   */
  public static UperNetConfig small() {
    return new UperNetConfig(
        MPViTConfig.small().withDropPathRate(0.2f), UperNetHeadConfig.published());
  }

  /**
   * UperNet on MPViT-B: 105.3M parameters.
   *
   * @return the preset
   */
  public static UperNetConfig base() {
    return new UperNetConfig(
        MPViTConfig.base().withDropPathRate(0.4f), UperNetHeadConfig.published());
  }

  /**
   * Returns the same segmenter on another backbone, such as one whose MLP ratio was read off a
   * file.
   *
   * @param value the backbone
   * @return a changed copy
   */
  public UperNetConfig withBackbone(MPViTConfig value) {
    return new UperNetConfig(value, head);
  }

  /**
   * Returns the same segmenter for another number of classes.
   *
   * @param count number of classes
   * @return a changed copy
   */
  public UperNetConfig withClasses(int count) {
    return new UperNetConfig(backbone, head.withClasses(count));
  }
}
