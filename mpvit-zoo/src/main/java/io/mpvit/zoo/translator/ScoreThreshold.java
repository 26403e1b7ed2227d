/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.translate.ArgumentsUtil;
import io.mpvit.detection.Detections;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The argument {@code threshold}: the lowest score of what is returned, a half unless said. */
final class ScoreThreshold {

  private static final String THRESHOLD = "threshold";
  private static final float DEFAULT_THRESHOLD = 0.5f;

  private ScoreThreshold() {}

  /**
   * Reads the argument.
   *
   * @param arguments DJL's map
   * @return what leaves out all that is less sure
   * @throws IllegalArgumentException if it is not a score
   */
  static UnaryOperator<Detections> of(Map<String, ?> arguments) {
    float threshold = ArgumentsUtil.floatValue(arguments, THRESHOLD, DEFAULT_THRESHOLD);
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          THRESHOLD + " is a score from 0 to 1, found " + arguments.get(THRESHOLD));
    }
    return found -> found.atLeast(threshold);
  }
}
