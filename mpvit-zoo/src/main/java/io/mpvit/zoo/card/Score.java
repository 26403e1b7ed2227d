/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.Objects;

/**
 * One published score.
 *
 * @param name what was measured, as the publication calls it: {@code acc1}, {@code box_AP}, {@code
 *     mask_AP}, {@code AP50}, {@code mIoU}, ...
 * @param percent the value in percent, 0 to 100
 */
public record Score(String name, double percent) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the value is not in 0..100
   */
  public Score {
    Objects.requireNonNull(name, "name");
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          "score " + name + " = " + percent + " is not a percentage");
    }
  }

  @Override
  public String toString() {
    return name + " " + percent;
  }
}
