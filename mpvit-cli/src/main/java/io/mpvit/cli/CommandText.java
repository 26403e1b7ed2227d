/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The present command as a user would type it again. */
final class CommandText {

  /** What no shell takes for anything else. */
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private CommandText() {}

  /**
   * Returns the command line with an option more.
   *
   * @param command the command or one of its subcommands
   * @param option added at the end unless it is there already; empty for none
   */
  static String again(CommandLine command, String option) {
    CommandLine top = command;
    while (top.getParent() != null) {
      top = top.getParent();
    }
    List<String> words = new ArrayList<>(List.of(top.getCommandName()));
    words.addAll(top.getParseResult().originalArgs());
    if (!option.isEmpty() && !words.contains(option)) {
      words.add(option);
    }
    return words.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
