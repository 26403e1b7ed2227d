/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.testing;

import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.segmentation.upernet.UperNetConfig;

/** The published segmenters on MPViT, whose goldens the heads are checked with. */
public final class MPViTSegmenters {

  private MPViTSegmenters() {}

  public static UperNetConfig small() {
    return UperNetConfig.published(MPViTConfig.small().withDropPathRate(0.2f));
  }

  public static UperNetConfig base() {
    return UperNetConfig.published(MPViTConfig.base().withDropPathRate(0.4f));
  }
}
