/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

/** Letters of one kind. Lengths are in units of a seventh of a capital letter's height. */
interface Lettering {

  /** Height of a capital letter in units. */
  double CAPITAL = 7;

  /** How far letters reach below the base line. */
  double DESCENT = 2;

  /**
   * The letters for a line of text: our own, which are the same on every machine, where they have
   * all of it; else those of the machine's fonts where these have all of it; else our own, which
   * drop accents and show a hollow box for what they lack.
   */
  static Lettering of(String text) {
    StrokeFont own = StrokeFont.get();
    return own.hasAll(text)
        ? own
        : SystemFont.get()
            .filter(font -> font.hasAll(text))
            .<Lettering>map(font -> font)
            .orElse(own);
  }

  /** Width of a line of text, from the first letter's left to the last one's right. */
  double width(String text);

  /**
   * How much of each pixel the text covers, 0 to 1, for text whose capitals begin at (x, y).
   *
   * @param unit pixels per unit
   */
  float[] coverage(String text, double x, double y, double unit, int width, int height);
}
