/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import java.nio.charset.StandardCharsets;

/**
 * Pseudo-random numbers addressed by name and index: SplitMix64 over an FNV-1a hash of the name.
 * The numbers of one index do not depend on those before it.
 */
final class ReferenceSequence {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int FRACTION_BITS = 24;

  private final long hash;

  ReferenceSequence(String name) {
    long h = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * FNV_PRIME;
    }
    hash = h;
  }

  /** The number of an index (from 0), in [0, 1), exact in float32. */
  double at(long index) {
    long z = hash + (index + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> (Long.SIZE - FRACTION_BITS)) / (double) (1 << FRACTION_BITS);
  }
}
