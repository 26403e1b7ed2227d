/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs between the settings that a training was started with and those that it is to go on
 * with.
 *
 * @param before by name
 * @param now by name
 */
record SettingsChange(Map<String, String> before, Map<String, String> now) {

  /** The setting that may change: a training may be made longer. */
  static final String LENGTH = "iterations";

  /** Settings whose values are digests, which say nothing to anybody. */
  private static final Set<String> DIGESTS = Set.of("data", "init");

  /**
   * Names what may not change and does.
   *
   * @return such as {@code --batch was 4, is 8}; empty if nothing stands in the way
   */
  Optional<String> obstacle() {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.remove(LENGTH);
    List<String> changes = new ArrayList<>();
    for (String name : names) {
      String old = before.get(name);
      String fresh = now.get(name);
      if (old == null) {
        changes.add("--%s was not given, is %s".formatted(name, value(name, fresh)));
      } else if (fresh == null) {
        changes.add("--%s was %s, is not given".formatted(name, value(name, old)));
      } else if (!old.equals(fresh)) {
        changes.add(
            DIGESTS.contains(name)
                ? "--" + name + " has other contents"
                : "--%s was %s, is %s".formatted(name, old, fresh));
      }
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", changes));
  }

  private static String value(String name, String value) {
    return DIGESTS.contains(name) ? "a file" : value;
  }

  /** The length that was planned, if it is another one now. */
  Optional<String> otherLength() {
    return Optional.ofNullable(before.get(LENGTH)).filter(old -> !old.equals(now.get(LENGTH)));
  }
}
