/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What the zoo knows of architectures. A {@link io.mpvit.zoo.preset.Preset} is everything but
 * trained weights: network, names in files, pipeline, training. Model cards name their preset.
 */
package io.mpvit.zoo.preset;
