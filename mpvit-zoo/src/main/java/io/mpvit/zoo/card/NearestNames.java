/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a mistyped name may have meant: by edit distance, and by the words in it. */
public final class NearestNames {

  private static final int MOST = 3;

  private NearestNames() {}

  /**
   * Returns up to three known names, nearest first. A name is near if fewer than half of its
   * characters have to change, if it has all words that were typed, or if it is one of them; case
   * does not count.
   *
   * @param typed what was asked for
   * @param known the names that exist
   * @return the nearest, possibly none
   */
  public static List<String> of(String typed, Collection<String> known) {
    record Candidate(String name, int distance) {}
    String wanted = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(
            candidate ->
                2 * candidate.distance() < candidate.name().length()
                    || sharesWords(wanted, candidate.name().toLowerCase(Locale.ROOT)))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  private static boolean sharesWords(String typed, String name) {
    List<String> words = words(typed);
    return words.contains(name) || !words.isEmpty() && words(name).containsAll(words);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[^a-z0-9]+")).filter(word -> !word.isEmpty()).toList();
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
