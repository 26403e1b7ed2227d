/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import ai.djl.ndarray.NDArray;

/**
 * Pictures and what they show.
 *
 * @param images normalised [B, 3, H, W]
 * @param targets [B, K], each row a distribution over the classes
 */
public record ClassificationBatch(NDArray images, NDArray targets) {}
