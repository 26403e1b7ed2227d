/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was odd about a data set and keeps a few examples of each kind. */
public final class Oddities {

  /** The most examples that {@link #lines} has. */
  public static final int LINES = 20;

  private final Map<Oddity, List<String>> examples = new EnumMap<>(Oddity.class);
  private final Map<Oddity, Long> counts = new EnumMap<>(Oddity.class);

  /**
   * Takes note.
   *
   * @param kind what is odd
   * @param where the file, and the entry in it
   * @param found what was found there
   */
  public void add(Oddity kind, String where, String found) {
    add(kind, where + ": " + found);
  }

  /**
   * Takes note.
   *
   * @param kind what is odd
   * @param line the file, the entry in it, and what was found there
   */
  public void add(Oddity kind, String line) {
    counts.merge(kind, 1L, Long::sum);
    List<String> some = examples.computeIfAbsent(kind, key -> new ArrayList<>());
    if (some.size() < LINES) {
      some.add(line);
    }
  }

  /**
   * Returns how often something was odd in this way.
   *
   * @param kind what is odd
   * @return at least 0
   */
  public long count(Oddity kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /**
   * Returns examples, of every kind as many, so that a common oddity does not hide a rare one.
   *
   * @return at most {@value #LINES} lines, by kind
   */
  public List<String> lines() {
    Map<Oddity, Integer> shown = new EnumMap<>(Oddity.class);
    int left = LINES;
    for (int round = 0; round < LINES; round++) {
      for (Map.Entry<Oddity, List<String>> entry : examples.entrySet()) {
        if (left > 0 && round < entry.getValue().size()) {
          shown.merge(entry.getKey(), 1, Integer::sum);
          left--;
        }
      }
    }
    List<String> lines = new ArrayList<>();
    shown.forEach((kind, number) -> lines.addAll(examples.get(kind).subList(0, number)));
    return lines;
  }

  /**
   * Returns the counts.
   *
   * @return a line per kind that occurred, such as {@code 3 boxes without extent, left out}
   */
  public List<String> summary() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().text())
        .toList();
  }
}
