/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Training from the first step to the last: batches by position, checkpoints that survive a killed
 * process, and what people and programs want to see meanwhile.
 */
package io.mpvit.training.loop;
