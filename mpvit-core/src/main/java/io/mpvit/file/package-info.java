/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */

/** Files that appear whole or not at all. */
package io.mpvit.file;
