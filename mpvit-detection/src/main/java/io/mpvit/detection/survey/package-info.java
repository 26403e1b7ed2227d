/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */

/** A look at a data set before anything is learned from it: what it counts, and how it is drawn. */
package io.mpvit.detection.survey;
