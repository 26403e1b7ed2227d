/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Annotations as the trainers of the YOLO family read them: a text file per picture, a line per
 * object with its class's number and a box or a polygon in shares of the picture's sides.
 */
package io.mpvit.detection.yolo;
