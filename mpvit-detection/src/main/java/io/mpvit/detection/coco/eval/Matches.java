/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

/**
 * Which detections found an object: for each area range and detection one bit per threshold for
 * "matched" and one for "ignored". Each slot is written by one thread only.
 */
final class Matches {
  private static final int IGNORED_SHIFT = 32;

  private final long[][] flags;

  Matches(int areaRanges, int slots) {
    flags = new long[areaRanges][slots];
  }

  void set(int areaRange, int slot, int matched, int ignored) {
    flags[areaRange][slot] = (long) ignored << IGNORED_SHIFT | matched & 0xFFFFFFFFL;
  }

  long flags(int areaRange, int slot) {
    return flags[areaRange][slot];
  }

  static boolean isMatched(long flags, int threshold) {
    return (flags >>> threshold & 1) != 0;
  }

  static boolean isIgnored(long flags, int threshold) {
    return (flags >>> threshold + IGNORED_SHIFT & 1) != 0;
  }
}
