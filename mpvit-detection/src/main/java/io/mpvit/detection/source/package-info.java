/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * What every layout of annotations comes down to: pictures with their objects, one after the other,
 * and a count of what was odd about them.
 */
package io.mpvit.detection.source;
