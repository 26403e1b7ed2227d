/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import java.util.Arrays;

/**
 * COCO's compressed form of run lengths. From the fourth count on the difference to the count two
 * places before is written; numbers are split into groups of five bits, least significant first, in
 * two's complement; a group is the character {@code '0' + group}, plus 32 if more groups follow.
 */
final class RleText {
  private static final int BITS = 5;
  private static final int MORE = 1 << BITS;
  private static final int SIGN = 1 << (BITS - 1);
  private static final int LOW = MORE - 1;

  /** Seven groups hold any difference of two ints; longer numbers are hostile. */
  private static final int MAX_GROUPS = 7;

  private RleText() {}

  static String encode(int[] counts) {
    StringBuilder text = new StringBuilder(2 * counts.length);
    for (int i = 0; i < counts.length; i++) {
      int rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
      boolean more = true;
      while (more) {
        int group = rest & LOW;
        rest >>= BITS;
        more = (group & SIGN) != 0 ? rest != -1 : rest != 0;
        text.append((char) ('0' + (more ? group | MORE : group)));
      }
    }
    return text.toString();
  }

  /** Decodes and checks: the counts are not negative and sum to the number of pixels. */
  static int[] decode(CharSequence text, int pixels) {
    int[] counts = new int[text.length()]; // a count takes at least one character
    int n = 0;
    long sum = 0;
    int at = 0;
    while (at < text.length()) {
      long value = 0;
      int groups = 0;
      int group;
      do {
        if (at == text.length()) {
          throw new IllegalArgumentException("RLE text ends inside a number");
        }
        if (groups == MAX_GROUPS) {
          throw new IllegalArgumentException("RLE text has too long a number at " + at);
        }
        group = group(text, at++);
        value |= (long) (group & LOW) << (BITS * groups++);
      } while ((group & MORE) != 0);
      if ((group & SIGN) != 0) {
        value |= -1L << (BITS * groups);
      }
      if (n > 2) {
        value += counts[n - 2];
      }
      sum += value;
      if (value < 0 || sum > pixels) {
        throw new IllegalArgumentException(
            value < 0
                ? "RLE text has the negative count " + value + " at run " + n
                : "RLE text covers more than the mask's " + pixels + " pixels at run " + n);
      }
      counts[n++] = (int) value;
    }
    if (sum != pixels) {
      throw new IllegalArgumentException(
          "RLE text must cover the mask's " + pixels + " pixels, but covers " + sum);
    }
    return Arrays.copyOf(counts, n);
  }

  private static int group(CharSequence text, int at) {
    int group = text.charAt(at) - '0';
    if (group < 0 || group >= 2 * MORE) {
      throw new IllegalArgumentException(
          String.format(
              "RLE text: expected characters '0' to 'o', found U+%04X at %d",
              (int) text.charAt(at), at));
    }
    return group;
  }
}
