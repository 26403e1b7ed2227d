/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.util.Collection;

/**
 * Prefixes that training wrappers put before every key. {@link StateDict} gives raw names; the
 * loader of a model strips.
 */
public final class KeyPrefixes {
  /** What DistributedDataParallel puts before every key. */
  public static final String MODULE = "module.";

  private KeyPrefixes() {}

  /**
   * Returns the prefix to strip, by fvcore's rule: only when every key has it.
   *
   * @param keys the raw names
   * @return {@code "module."}, repeated when all keys have it several times, or the empty text
   */
  public static String moduleDepth(Collection<String> keys) {
    String prefix = "";
    while (!keys.isEmpty() && allStartWith(keys, prefix + MODULE)) {
      prefix += MODULE;
    }
    return prefix;
  }

  /**
   * Returns whether every key starts with the prefix.
   *
   * @param keys the raw names
   * @param prefix the prefix
   * @return false for no keys at all
   */
  public static boolean allStartWith(Collection<String> keys, String prefix) {
    return !keys.isEmpty() && keys.stream().allMatch(k -> k.startsWith(prefix));
  }
}
