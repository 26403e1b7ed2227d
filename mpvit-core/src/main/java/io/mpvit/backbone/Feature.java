/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone;

/**
 * One output map of a backbone.
 *
 * @param name the published name, for example {@code stage3}
 * @param channels the map's channels
 * @param stride input pixels per map cell, in both directions
 */
public record Feature(String name, int channels, int stride) {}
