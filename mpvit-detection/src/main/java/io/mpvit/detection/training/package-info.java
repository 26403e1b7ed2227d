/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/** Data sets of COCO's layout as batches to train a detector with. */
package io.mpvit.detection.training;
