/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * MViTv2 (Li et al., "MViTv2: Improved Multiscale Vision Transformers for Classification and
 * Detection", CVPR 2022): patch embedding, four stages of blocks with pooling attention,
 * classifier.
 */
package io.mpvit.backbone.mvitv2;
