/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import io.mpvit.detection.Detections;
import io.mpvit.zoo.network.ArgumentNames;
import io.mpvit.zoo.network.ArgumentValues;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The argument {@code threshold}: the lowest score of what is returned, a half unless said. */
final class ScoreThreshold {

  private static final double DEFAULT_THRESHOLD = 0.5;

  private ScoreThreshold() {}

  /**
   * Reads the argument.
   *
   * @param arguments DJL's map
   * @return what leaves out all that is less sure
   * @throws IllegalArgumentException if it is not a score
   */
  static UnaryOperator<Detections> of(Map<String, ?> arguments) {
    double threshold =
        ArgumentValues.number(arguments, ArgumentNames.THRESHOLD, DEFAULT_THRESHOLD, 0, 1);
    return found -> found.atLeast(threshold);
  }
}
