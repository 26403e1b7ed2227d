/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Training of classifiers: pictures in one folder per class become batches, with ImageNet's recipe.
 */
package io.mpvit.classification.training;
