/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Data sets of any layout: opened by what a folder looks like, and written anew in COCO's. See
 * {@link io.mpvit.detection.source} for what lies between.
 */
package io.mpvit.detection.convert;
