/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.CheckpointFile;

/**
 * A global named in a pickle: two texts, never looked up.
 *
 * @param module module text
 * @param name qualified name text
 */
public record Symbol(String module, String name) {

  /**
   * Returns the name in full.
   *
   * @return such as {@code collections.OrderedDict}
   */
  public String qualified() {
    return module + "." + name;
  }

  @Override
  public String toString() {
    return CheckpointFile.quote(qualified());
  }
}
