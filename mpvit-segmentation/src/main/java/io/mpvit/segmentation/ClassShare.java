/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

/**
 * How much of a picture belongs to a class.
 *
 * @param classIndex the class
 * @param pixels how many pixels, at least 1
 * @param share the part of all pixels, in (0, 1]
 */
public record ClassShare(int classIndex, long pixels, double share) {}
