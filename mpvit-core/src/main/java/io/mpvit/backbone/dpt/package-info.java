/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * DPT (Chen et al., "DPT: Deformable Patch-based Transformer for Visual Recognition", ACM
 * Multimedia 2021): patches whose place and size follow the picture, attention to shrunk maps.
 */
package io.mpvit.backbone.dpt;
