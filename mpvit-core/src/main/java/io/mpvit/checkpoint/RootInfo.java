/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands around a state dict in its file.
 *
 * @param path members from the root object to the state dict
 * @param attributes plain values by dotted path
 * @param entries the root object's members with descriptions
 * @param skipped entries of the state dict that are no tensors, with descriptions
 */
record RootInfo(
    List<String> path,
    Map<String, Object> attributes,
    Map<String, String> entries,
    Map<String, String> skipped) {

  RootInfo {
    path = List.copyOf(path);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
  }

  static RootInfo none() {
    return new RootInfo(List.of(), Map.of(), Map.of(), Map.of());
  }
}
