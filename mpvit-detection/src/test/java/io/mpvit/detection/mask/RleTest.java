/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.mpvit.image.ImageSize;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RleTest {
  private static final ImageSize SMALL = new ImageSize(5, 6);

  @Test
  void agreesWithTheBitmapsOfTheMaskTools() {
    for (JsonObject given : MaskCases.of("bitmaps")) {
      Rle rle = Rle.ofBitmap(MaskCases.size(given), MaskCases.bitmap(given));
      assertThat(rle.counts()).as("%s", given).isEqualTo(MaskCases.ints(given.get("counts")));
      checkEverything(given, rle);
    }
  }

  @Test
  void readsAndWritesTheTextOfTheMaskTools() {
    for (JsonObject given : MaskCases.of("strings")) {
      Rle rle = Rle.parse(MaskCases.size(given), given.get("string").getAsString());
      assertThat(rle.counts()).as("%s", given).isEqualTo(MaskCases.ints(given.get("counts")));
      assertThat(rle.area()).isEqualTo(given.get("area").getAsInt());
      assertThat(rle.text()).isEqualTo(given.get("string").getAsString());
    }
  }

  private static void checkEverything(JsonObject expected, Rle rle) {
    assertThat(rle.text()).isEqualTo(expected.get("string").getAsString());
    assertThat(Rle.parse(rle.size(), rle.text())).isEqualTo(rle);
    assertThat(rle.toBitmap()).isEqualTo(MaskCases.bitmap(expected));
    assertThat(rle.area()).isEqualTo(expected.get("area").getAsInt());
    int[] box = MaskCases.ints(expected.get("bbox"));
    assertThat(rle.bounds()).isEqualTo(new MaskBounds(box[0], box[1], box[2], box[3]));
  }

  @Test
  void anyBitmapSurvivesCountsAndText() {
    Random random = new Random(4);
    for (int round = 0; round < 500; round++) {
      ImageSize size = MaskCases.randomSize(random);
      boolean[] pixels = MaskCases.randomBitmap(random, size);
      Rle rle = Rle.ofBitmap(size, pixels);
      assertThat(rle.toBitmap()).isEqualTo(pixels);
      assertThat(rle.area()).isEqualTo(MaskCases.count(pixels));
      assertThat(Rle.of(size, rle.counts())).isEqualTo(rle).hasSameHashCodeAs(rle);
      assertThat(Rle.parse(size, rle.text())).isEqualTo(rle);
      assertThat(rle.bounds()).isEqualTo(naiveBounds(size, pixels));
    }
  }

  private static MaskBounds naiveBounds(ImageSize size, boolean[] pixels) {
    int left = size.width();
    int top = size.height();
    int right = -1;
    int bottom = -1;
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i]) {
        left = Math.min(left, i % size.width());
        right = Math.max(right, i % size.width());
        top = Math.min(top, i / size.width());
        bottom = Math.max(bottom, i / size.width());
      }
    }
    return right < 0
        ? MaskBounds.NONE
        : new MaskBounds(left, top, right - left + 1, bottom - top + 1);
  }

  @Test
  void anyCountsSurviveTheText() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      int[] counts = new int[1 + random.nextInt(12)];
      int sum = 0;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = random.nextInt(1 << random.nextInt(27));
        sum += counts[i];
      }
      if (sum > 0) {
        Rle rle = Rle.of(new ImageSize(1, sum), counts);
        assertThat(Rle.parse(rle.size(), rle.text()).counts()).isEqualTo(counts);
      }
    }
  }

  @Test
  void holdsTheLargestMask() {
    ImageSize size = new ImageSize(1, Integer.MAX_VALUE);
    Rle full = Rle.of(size, 0, Integer.MAX_VALUE);
    assertThat(Rle.parse(size, full.text())).isEqualTo(full);
    assertThat(full.area()).isEqualTo(Integer.MAX_VALUE);
    Rle swing = Rle.of(size, 1, 0, 1, Integer.MAX_VALUE - 2, 0, 0);
    assertThat(Rle.parse(size, swing.text())).isEqualTo(swing);
    assertThatThrownBy(() -> Rle.empty(new ImageSize(1 << 16, 1 << 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536x65536");
  }

  @Test
  void zeroRunsInBetweenAreHarmless() {
    Rle rle = Rle.of(SMALL, 10, 0, 10, 5, 5, 0);
    assertThat(rle.area()).isEqualTo(5);
    assertThat(rle.bounds()).isEqualTo(new MaskBounds(4, 0, 1, 5));
    assertThat(Rle.ofBitmap(SMALL, rle.toBitmap()).counts()).containsExactly(20, 5, 5);
    assertThat(Rle.of(SMALL, 3, 0, 27).bounds()).isEqualTo(MaskBounds.NONE);
    assertThat(MaskBounds.NONE.isEmpty()).isTrue();
  }

  @Test
  void isImmutable() {
    int[] counts = {20, 5, 5};
    Rle rle = Rle.of(SMALL, counts);
    counts[0] = 7;
    rle.counts()[1] = 9;
    assertThat(rle.counts()).containsExactly(20, 5, 5);
    assertThat(rle).hasToString("mask of 5x6 with 5 pixels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "" | covers 0
          5 | covers 5
          o0 | more than the mask's 30 pixels
          n0p | expected characters '0' to 'o', found U+0070 at 2
          n0é | found U+00E9
          n0/ | found U+002F
          n0o | ends inside a number
          O | negative count -1
          :55J | negative count -1 at run 3
          oooooooooooooooo1 | too long a number
          PPPPPPPP0 | too long a number
          """)
  void refusesHostileText(String text, String reason) {
    assertThatThrownBy(() -> Rle.parse(SMALL, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("RLE text")
        .hasMessageContaining(reason);
  }

  @Test
  void anyTextIsEitherReadOrRefused() {
    Random random = new Random(6);
    int read = 0;
    for (int round = 0; round < 20000; round++) {
      char[] text = new char[random.nextInt(6)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (char) ('0' + random.nextInt(round % 2 == 0 ? 16 : 64));
      }
      try {
        Rle rle = Rle.parse(SMALL, new String(text));
        assertThat(Rle.of(SMALL, rle.counts())).isEqualTo(rle);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("RLE text");
      }
    }
    assertThat(read).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"31", "29", "-1,31", "2147483647,2147483647,2147483647,2147483647,34", ""})
  void refusesBadCounts(String list) {
    int[] counts =
        list.isEmpty()
            ? new int[0]
            : Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
    assertThatThrownBy(() -> Rle.of(SMALL, counts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("RLE counts");
  }

  @Test
  void refusesABitmapOfAnotherSize() {
    assertThatThrownBy(() -> Rle.ofBitmap(SMALL, new boolean[29]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 30 pixels, found 29");
  }
}
