/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

/**
 * Where the width of an MViTv2 doubles between two stages. The heads double with the next stage.
 */
public enum Widening {
  /** In the attention of a stage's first block. */
  ATTENTION,
  /** In the MLP of the last block of the stage before. */
  MLP
}
