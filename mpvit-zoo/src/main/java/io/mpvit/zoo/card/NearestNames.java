/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a mistyped name may have meant, by edit distance. */
final class NearestNames {

  private static final int MOST = 3;

  private NearestNames() {}

  /**
   * Returns up to three known names, nearest first. A name is near if fewer than half of its
   * characters have to change; case does not count.
   *
   * @param typed what was asked for
   * @param known the names that exist
   * @return the nearest, possibly none
   */
  static List<String> of(String typed, Collection<String> known) {
    record Candidate(String name, int distance) {}
    String wanted = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .map(name -> new Candidate(name, distance(wanted, name)))
        .filter(candidate -> 2 * candidate.distance() < candidate.name().length())
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /** Levenshtein distance: insertions, deletions and replacements cost 1 each. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
