/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/** Damaged inputs made by chance, of which every reader has to make a value or a clean failure. */
package io.mpvit.testing.fuzz;
