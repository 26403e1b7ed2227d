/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes in the ways in which files are damaged, by accident and on purpose. */
final class Mutator {

  private static final int MOST_STEPS = 4;
  private static final int MOST_REPEATS = 20_000;
  private static final int[] NUMBERS = {
    0, 1, -1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, -2
  };
  private static final List<String> TOKENS =
      List.of(
          "-1",
          "0",
          "1e999",
          "NaN",
          "null",
          "\"\"",
          "[]",
          "{}",
          "[[]]",
          "9223372036854775808",
          "1e-400",
          "true",
          "\"\\ud800\"",
          "2147483648",
          "0.5",
          "-0",
          "[",
          "{\"a\":",
          "\u0000");
  private static final String DELIMITERS = ",:[]{}\" \n";

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /**
   * Returns a damaged copy.
   *
   * @param whole a sound input
   * @param other another one, of which parts may be taken
   * @param text whether words may be replaced, too
   */
  byte[] mutate(byte[] whole, byte[] other, boolean text) {
    byte[] bytes = whole.clone();
    for (int steps = 1 + random.nextInt(MOST_STEPS); steps > 0; steps--) {
      bytes = text && random.nextBoolean() ? word(bytes) : step(bytes, other);
    }
    return bytes;
  }

  private byte[] step(byte[] bytes, byte[] other) {
    if (bytes.length < 2) {
      return other.clone();
    }
    int at = place(bytes.length);
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes, at);
      case 1 -> number(bytes, at);
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> replaced(bytes, at, at + length(bytes, at), new byte[0]);
      case 4 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length(bytes, at)));
      case 5 -> {
        int from = random.nextInt(other.length);
        byte[] part = Arrays.copyOfRange(other, from, from + length(other, from));
        yield replaced(bytes, at, at + length(bytes, at), part);
      }
      case 6 -> repeated(bytes, at);
      default -> {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        yield replaced(bytes, at, Math.min(bytes.length, at + noise.length), noise);
      }
    };
  }

  /** Heads matter more than what comes behind. */
  private int place(int length) {
    return random.nextBoolean() ? random.nextInt(Math.min(length, 200)) : random.nextInt(length);
  }

  private int length(byte[] bytes, int at) {
    return Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(10)));
  }

  private byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  /** Puts a number of one, two, four or eight bytes at a place, of either order. */
  private byte[] number(byte[] bytes, int at) {
    int width = 1 << random.nextInt(4);
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    boolean little = random.nextBoolean();
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >> 8 * Math.min(7, little ? i : width - 1 - i));
    }
    return bytes;
  }

  private byte[] repeated(byte[] bytes, int at) {
    byte[] part =
        Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(12)));
    int times = 1 + random.nextInt(random.nextInt(20) == 0 ? MOST_REPEATS : 20);
    byte[] many = new byte[part.length * times];
    for (int i = 0; i < many.length; i++) {
      many[i] = part[i % part.length];
    }
    return replaced(bytes, at, at, many);
  }

  /** Puts something else in the place of a word or a number of a text. */
  private byte[] word(byte[] bytes) {
    int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    while (from > 0 && DELIMITERS.indexOf(bytes[from - 1]) < 0) {
      from--;
    }
    int to = from;
    while (to < bytes.length && DELIMITERS.indexOf(bytes[to]) < 0) {
      to++;
    }
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return replaced(bytes, from, to, token.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte... part) {
    byte[] result = new byte[bytes.length - (to - from) + part.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(part, 0, result, from, part.length);
    System.arraycopy(bytes, to, result, from + part.length, bytes.length - to);
    return result;
  }
}
