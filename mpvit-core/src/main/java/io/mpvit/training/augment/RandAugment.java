/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * Some of 15 changes, drawn with replacement, each applied with a probability (<a
 * href="https://arxiv.org/abs/1909.13719">RandAugment</a>, with timm's random strength).
 *
 * @param count how many are drawn
 * @param probability of applying each
 * @param magnitude mean strength, in [0, 10]
 * @param deviation standard deviation of the strength
 */
public record RandAugment(int count, double probability, double magnitude, double deviation)
    implements ImageAugmentation {

  private static final double MAX_MAGNITUDE = 10;

  /** Checks the ranges. */
  public RandAugment {
    if (count < 0
        || !(probability >= 0 && probability <= 1)
        || !(magnitude >= 0 && magnitude <= MAX_MAGNITUDE)
        || !(deviation >= 0)) {
      throw new IllegalArgumentException(
          "RandAugment: expected count >= 0, probability in [0, 1], magnitude in [0, 10] and"
              + " deviation >= 0, found %d, %s, %s, %s"
                  .formatted(count, probability, magnitude, deviation));
    }
  }

  /** Two changes, each with probability 0.5, strength 9 give or take 0.5. */
  public static RandAugment published() {
    return new RandAugment(2, 0.5, 9, 0.5);
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    AugmentOp[] all = AugmentOp.values();
    RgbImage changed = image;
    for (int i = 0; i < count; i++) {
      AugmentOp op = all[random.nextInt(all.length)];
      if (random.nextDouble() < probability) {
        double drawn = magnitude + deviation * random.nextGaussian();
        double strength = Math.min(Math.max(drawn, 0), MAX_MAGNITUDE) / MAX_MAGNITUDE;
        changed = op.apply(changed, strength, random);
      }
    }
    return changed;
  }
}
