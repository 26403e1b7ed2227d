/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpvit.image.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which letters labels get; those of the machine only where it has any. */
class LetteringTest {

  private static final List<String> SCRIPTS =
      List.of("\u00c9l\u00e8ve 0.9", "\u0421\u043e\u0431\u0430\u043a\u0430", "\u732b\u3068\u72ac");

  @Test
  void whatOurOwnLettersHaveIsTheSameOnEveryMachine() {
    assertThat(Lettering.of("person 98 %")).isSameAs(StrokeFont.get());
  }

  @Test
  void otherScriptsGetTheMachinesLettersWhereItHasThem() {
    for (String text : SCRIPTS) {
      boolean here = SystemFont.get().filter(font -> font.hasAll(text)).isPresent();
      assertThat(Lettering.of(text))
          .as(text)
          .isInstanceOf(here ? SystemFont.class : StrokeFont.class);
    }
  }

  /** Letters of both kinds are as high, stand on the same line, and are as wide as they say. */
  @Test
  void theMachinesLettersFitWhereOursDo() {
    SystemFont.get()
        .ifPresent(
            font -> {
              double unit = 3;
              int width = (int) Math.ceil(unit * (font.width("HHH") + 4));
              int height = (int) Math.ceil(unit * (Lettering.CAPITAL + 4));
              float[] cover = font.coverage("HHH", 2 * unit, 2 * unit, unit, width, height);
              int top = height;
              int bottom = 0;
              int right = 0;
              for (int i = 0; i < cover.length; i++) {
                assertThat(cover[i]).isBetween(0f, 1f);
                if (cover[i] > 0.5f) {
                  top = Math.min(top, i / width);
                  bottom = Math.max(bottom, i / width + 1);
                  right = Math.max(right, i % width + 1);
                }
              }
              assertThat((double) top).isCloseTo(2 * unit, within(1.5));
              assertThat((double) bottom).isCloseTo(unit * (2 + Lettering.CAPITAL), within(1.5));
              assertThat((double) right).isCloseTo(width - 2 * unit, within(2 * unit));
            });
  }

  @Test
  void labelsOfEveryScriptLeaveInkOnTheirPlates() {
    RgbImage grey = RgbImage.of(200, 100, new byte[3 * 200 * 100]);
    for (String text : SCRIPTS) {
      RgbImage drawn = new Canvas(grey).label(text, 20, 40, 120, 90, 0xffffff).toImage();
      long plate = count(drawn, 0xffffff);
      assertThat(plate).as(text).isPositive();
      RgbImage legend = new Legend(List.of(new Legend.Entry(text, 0xffff00))).beside(grey);
      assertThat(count(legend, 0xffff00)).as(text).isPositive();
      assertThat(legend.width()).isGreaterThan(200);
    }
  }

  /** Text of two code units per letter is cut between letters. */
  @Test
  void cutsBetweenLetters() {
    RgbImage narrow = RgbImage.of(30, 40, new byte[3 * 30 * 40]);
    String text = "\ud83d\udc08".repeat(40);
    assertThat(count(new Canvas(narrow).label(text, 2, 20, 28, 38, 0xff0000).toImage(), 0xff0000))
        .isPositive();
  }

  private static long count(RgbImage picture, int colour) {
    long count = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        count += picture.pixel(x, y) == colour ? 1 : 0;
      }
    }
    return count;
  }
}
