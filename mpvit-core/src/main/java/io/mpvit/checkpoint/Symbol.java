/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

/**
 * A global named in a pickle: two texts, never looked up.
 *
 * @param module module text
 * @param name qualified name text
 */
record Symbol(String module, String name) {

  String qualified() {
    return module + "." + name;
  }

  @Override
  public String toString() {
    return CheckpointFile.quote(qualified());
  }
}
