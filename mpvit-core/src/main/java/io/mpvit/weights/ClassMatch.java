/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Which class of one source is which of another. A name says what a class is; its place in a list
 * does not, because exporters, tools and people number the same classes differently.
 *
 * <p>Names match if they are equal, or, where nothing equal is left, if they differ only in case,
 * spaces, {@code _} and {@code -}. Of a name that occurs several times the first matches the first,
 * and so on.
 *
 * @param from names of the classes that are looked for
 * @param to names of the classes among which they are looked for
 * @param positions by index of {@code from} an index of {@code to}, or -1
 */
public record ClassMatch(List<String> from, List<String> to, List<Integer> positions) {

  private static final int NONE = -1;
  private static final int NAMED = 10;

  /** Copies the lists. */
  public ClassMatch {
    from = List.copyOf(from);
    to = List.copyOf(to);
    positions = List.copyOf(positions);
  }

  /**
   * Matches by name.
   *
   * @param from names of the classes that are looked for
   * @param to names of the classes among which they are looked for
   * @return the match; possibly of none
   */
  public static ClassMatch byName(List<String> from, List<String> to) {
    List<Integer> positions = new ArrayList<>(Collections.nCopies(from.size(), NONE));
    match(from, to, positions, UnaryOperator.identity());
    match(from, to, positions, ClassMatch::loosely);
    return new ClassMatch(from, to, positions);
  }

  /**
   * Matches by position, for classes of which one side has no names.
   *
   * @param from names of the classes that are looked for
   * @param to as many names
   * @return the match
   */
  public static ClassMatch byPosition(List<String> from, List<String> to) {
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "expected as many classes, found " + from.size() + " and " + to.size());
    }
    return new ClassMatch(from, to, IntStream.range(0, from.size()).boxed().toList());
  }

  private static void match(
      List<String> from, List<String> to, List<Integer> positions, UnaryOperator<String> form) {
    Map<String, Deque<Integer>> free = new HashMap<>();
    for (int i = 0; i < to.size(); i++) {
      if (!positions.contains(i) && !to.get(i).isBlank()) {
        free.computeIfAbsent(form.apply(to.get(i)), name -> new ArrayDeque<>()).add(i);
      }
    }
    for (int i = 0; i < from.size(); i++) {
      Deque<Integer> candidates = free.get(form.apply(from.get(i)));
      if (positions.get(i) == NONE && candidates != null && !candidates.isEmpty()) {
        positions.set(i, candidates.poll());
      }
    }
  }

  private static String loosely(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ").strip();
  }

  /**
   * The class that is meant.
   *
   * @param index a class of {@link #from}
   * @return the class of {@link #to}, or -1
   */
  public int of(int index) {
    return positions.get(index);
  }

  /** How many classes have a partner. */
  public int count() {
    return (int) positions.stream().filter(position -> position != NONE).count();
  }

  /** Whether both sides are the same classes in the same order. */
  public boolean isSame() {
    return from.size() == to.size()
        && IntStream.range(0, from.size()).allMatch(i -> positions.get(i) == i);
  }

  /** Names of {@link #from} without partner. */
  public List<String> unmatched() {
    return IntStream.range(0, from.size())
        .filter(i -> positions.get(i) == NONE)
        .mapToObj(from::get)
        .toList();
  }

  /** Names of {@link #to} without partner. */
  public List<String> unused() {
    return IntStream.range(0, to.size())
        .filter(i -> !positions.contains(i))
        .mapToObj(to::get)
        .toList();
  }

  /**
   * Names for a line of text.
   *
   * @param names any number
   * @return the first ten, and how many more there are
   */
  public static String text(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), NAMED)));
    return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
  }
}
