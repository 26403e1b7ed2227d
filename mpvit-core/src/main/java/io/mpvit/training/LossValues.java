/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a loss was, as numbers by name, in the order in which they are shown.
 *
 * @param parts the parts of the loss
 * @param observed what is shown beside it and is no part of it, such as an accuracy
 */
public record LossValues(Map<String, Double> parts, Map<String, Double> observed) {

  /** Copies the maps. */
  public LossValues {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    observed = Collections.unmodifiableMap(new LinkedHashMap<>(observed));
  }

  /** The sum of the parts. */
  public double total() {
    return parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * The mean over batches of equal size.
   *
   * @param all what each batch gave, under the same names
   * @return every number's mean
   */
  public static LossValues mean(List<LossValues> all) {
    Map<String, Double> parts = new LinkedHashMap<>();
    Map<String, Double> observed = new LinkedHashMap<>();
    for (LossValues each : all) {
      each.parts.forEach((name, value) -> parts.merge(name, value / all.size(), Double::sum));
      each.observed.forEach((name, value) -> observed.merge(name, value / all.size(), Double::sum));
    }
    return new LossValues(parts, observed);
  }
}
