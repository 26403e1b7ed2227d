/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.detection.target.Matcher;
import java.util.Objects;

/**
 * How RetinaNet is trained.
 *
 * @param matcher which anchors stand for objects
 * @param alpha weight of the true class in the focal loss; published: 0.25
 * @param gamma how strongly easy anchors are weighted down; published: 2
 * @param beta where smooth L1 becomes linear; published: 0, plain L1
 * @param normalizer what the losses are divided by before the first step; published: 100
 * @param normalizerDecay share of the old normaliser in the new; published: 0.9
 */
public record RetinaNetLossConfig(
    Matcher matcher,
    float alpha,
    float gamma,
    float beta,
    double normalizer,
    double normalizerDecay) {

  /** Checks the values. */
  public RetinaNetLossConfig {
    Objects.requireNonNull(matcher, "matcher");
    if (!(gamma >= 0)
        || !(beta >= 0)
        || !(normalizer > 0)
        || !(normalizerDecay >= 0 && normalizerDecay <= 1)) {
      throw new IllegalArgumentException(
          "RetinaNet loss: gamma and beta are at least 0, the normalizer is positive and its decay"
              + " in [0, 1], found %s, %s, %s, %s"
                  .formatted(gamma, beta, normalizer, normalizerDecay));
    }
  }

  /** The published training. */
  public static RetinaNetLossConfig published() {
    return new RetinaNetLossConfig(Matcher.RETINANET, 0.25f, 2, 0, 100, 0.9);
  }

  /**
   * Moves the normaliser.
   *
   * @param before its value before the step
   * @param positives anchors of the batch that stand for objects
   * @return its value for the step's losses
   */
  public double nextNormalizer(double before, int positives) {
    return normalizerDecay * before + (1 - normalizerDecay) * Math.max(positives, 1);
  }
}
