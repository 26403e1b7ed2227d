/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.RgbImage;
import java.util.random.RandomGenerator;

/** The 15 changes that {@link RandAugment} chooses from, each with a strength in [0, 1]. */
public enum AugmentOp {
  /** Stretches the channels to the full range; strength does not matter. */
  AUTO_CONTRAST {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return PixelTables.autoContrast(image);
    }
  },
  /** Equalizes the channels' histograms; strength does not matter. */
  EQUALIZE {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return PixelTables.equalize(image);
    }
  },
  /** The negative; strength does not matter. */
  INVERT {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return PixelTables.map(image, v -> 255 - v);
    }
  },
  /** Rotates by up to 30 degrees. */
  ROTATE(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return AffineWarp.rotation(image, 30 * strength).apply(image, FILL);
    }
  },
  /** Keeps 4 bits at strength 0, none at 1. */
  POSTERIZE {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      int dropped = 8 - (4 - (int) (4 * strength));
      return PixelTables.map(image, v -> v >> dropped << dropped);
    }
  },
  /** Inverts values from a threshold on, which falls from 256 to 0. */
  SOLARIZE {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      int threshold = 256 - (int) (256 * strength);
      return PixelTables.map(image, v -> v < threshold ? v : 255 - v);
    }
  },
  /** Adds up to 110 to values below 128. */
  SOLARIZE_ADD {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      int added = (int) (110 * strength);
      return PixelTables.map(image, v -> v < 128 ? v + added : v);
    }
  },
  /** Less or more colour. */
  COLOR(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return Enhancement.color(image, 1 + MOST * strength);
    }
  },
  /** Less or more contrast. */
  CONTRAST(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return Enhancement.contrast(image, 1 + MOST * strength);
    }
  },
  /** Darker or brighter. */
  BRIGHTNESS(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return Enhancement.brightness(image, 1 + MOST * strength);
    }
  },
  /** Blurred or sharpened. */
  SHARPNESS(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return Enhancement.sharpness(image, 1 + MOST * strength);
    }
  },
  /** Shifts rows against each other, by up to 0.3 pixels per row. */
  SHEAR_X(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return AffineWarp.shear(0.3 * strength, 0).apply(image, FILL);
    }
  },
  /** Shifts columns against each other. */
  SHEAR_Y(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return AffineWarp.shear(0, 0.3 * strength).apply(image, FILL);
    }
  },
  /** Moves sideways by up to 0.45 of the width. */
  TRANSLATE_X(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return AffineWarp.translation(0.45 * strength * image.width(), 0).apply(image, FILL);
    }
  },
  /** Moves up or down by up to 0.45 of the height. */
  TRANSLATE_Y(true) {
    @Override
    RgbImage apply(RgbImage image, double strength) {
      return AffineWarp.translation(0, 0.45 * strength * image.height()).apply(image, FILL);
    }
  };

  /** ImageNet's mean colour. */
  private static final int[] FILL = {124, 116, 104};

  /** The largest change of an enhancement's factor. */
  private static final double MOST = 0.9;

  private final boolean signed;

  AugmentOp() {
    this(false);
  }

  AugmentOp(boolean signed) {
    this.signed = signed;
  }

  /** Applies the change; a negative strength turns the direction of those that have one. */
  abstract RgbImage apply(RgbImage image, double strength);

  /**
   * Applies the change in a random direction.
   *
   * @param image the picture
   * @param strength in [0, 1]
   * @param random where the direction is drawn from, if there is one
   * @return the changed picture
   */
  public RgbImage apply(RgbImage image, double strength, RandomGenerator random) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength lies in [0, 1], found " + strength);
    }
    return apply(image, signed && random.nextBoolean() ? -strength : strength);
  }
}
