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
 * @param observed scalars that are shown beside the loss and teach nothing, such as an accuracy
 */
public record Losses(Map<String, NDArray> parts, Map<String, NDArray> observed) {

  /** Copies the maps. */
  public Losses {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    observed = Collections.unmodifiableMap(new LinkedHashMap<>(observed));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a loss has at least one part");
    }
  }

  /**
   * Losses beside which nothing is observed.
   *
   * @param parts scalars through which gradients flow; at least one
   */
  public Losses(Map<String, NDArray> parts) {
    this(parts, Map.of());
  }

  /** The plain sum of the parts, to go backward from. */
  public NDArray total() {
    return parts.values().stream().reduce(NDArray::add).orElseThrow();
  }

  /** The parts as numbers. */
  public Map<String, Double> values() {
    return numbers(parts);
  }

  /** The parts and what was observed as numbers. */
  public LossValues allValues() {
    return new LossValues(numbers(parts), numbers(observed));
  }

  private static Map<String, Double> numbers(Map<String, NDArray> scalars) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    scalars.forEach((name, scalar) -> numbers.put(name, (double) scalar.getFloat()));
    return numbers;
  }
}
