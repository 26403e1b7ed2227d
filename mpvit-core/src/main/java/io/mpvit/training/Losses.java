/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of a loss, by name, in the order in which they are shown.
 *
 * @param parts scalars through which gradients flow; at least one
 */
public record Losses(Map<String, NDArray> parts) {

  /** Copies the map. */
  public Losses {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a loss has at least one part");
    }
  }

  /** The plain sum of the parts, to go backward from. */
  public NDArray total() {
    return parts.values().stream().reduce(NDArray::add).orElseThrow();
  }

  /** The parts as numbers. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    parts.forEach((name, part) -> values.put(name, (double) part.getFloat()));
    return values;
  }
}
