/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

/**
 * Ids as a file has them.
 *
 * @param images of images
 * @param annotations of annotations
 */
record CocoNames(CocoIds images, CocoIds annotations) {}
