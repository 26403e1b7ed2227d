/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import io.mpvit.image.RgbImage;

/**
 * One decided change of a picture's colours. Every step ends in 8 bits, clipped and cut, not
 * rounded, as the published segmenters were trained.
 */
public sealed interface ColourStep {

  /**
   * Changes the picture.
   *
   * @param picture any picture
   * @return one of the same size
   */
  RgbImage apply(RgbImage picture);

  /**
   * Adds to every channel.
   *
   * @param term in levels
   */
  record Brightness(double term) implements ColourStep {
    @Override
    public RgbImage apply(RgbImage picture) {
      return Levels.mapped(picture, Levels.table(1, (float) term));
    }
  }

  /**
   * Multiplies every channel.
   *
   * @param factor at least 0
   */
  record Contrast(double factor) implements ColourStep {
    @Override
    public RgbImage apply(RgbImage picture) {
      return Levels.mapped(picture, Levels.table((float) factor, 0));
    }
  }

  /**
   * Multiplies the saturation.
   *
   * @param factor at least 0
   */
  record Saturation(double factor) implements ColourStep {
    @Override
    public RgbImage apply(RgbImage picture) {
      byte[] table = Levels.table((float) factor, 0);
      return Levels.recoloured(
          picture, hsv -> new Hsv(hsv.hue(), table[hsv.saturation()] & 0xff, hsv.value()));
    }
  }

  /**
   * Turns the hue.
   *
   * @param steps of two degrees
   */
  record Hue(int steps) implements ColourStep {
    @Override
    public RgbImage apply(RgbImage picture) {
      return Levels.recoloured(
          picture,
          hsv ->
              new Hsv(Math.floorMod(hsv.hue() + steps, Hsv.HUES), hsv.saturation(), hsv.value()));
    }
  }
}
