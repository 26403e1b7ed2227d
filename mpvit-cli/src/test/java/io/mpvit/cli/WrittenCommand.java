/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.zoo.card.ModelCards;
import java.util.Optional;
import picocli.CommandLine;

/** A command as a page writes it, with words in capitals for what the reader puts in. */
final class WrittenCommand {

  private WrittenCommand() {}

  /** The first thing in a line that the command does not have, if there is one. */
  static Optional<String> whatIsWrong(String line) {
    // What follows goes to a shell, or is a remark.
    String[] words = line.replaceFirst("\\s([|>#;]|&&).*", "").split("\\s+");
    CommandLine command = MpvitCommand.commandLine();
    int next = 1;
    while (next < words.length && command.getSubcommands().containsKey(words[next])) {
      command = command.getSubcommands().get(words[next]);
      next++;
    }
    if (!command.getSubcommands().isEmpty() && next < words.length && isName(words[next])) {
      return Optional.of("no command " + words[next]);
    }
    for (; next < words.length; next++) {
      String word = words[next].replaceAll("[\\[\\]]", "");
      String option = word.replaceFirst("=.*", "");
      if (!option.startsWith("-") || option.equals("-")) {
        continue;
      }
      if (!command.getCommandSpec().optionsMap().containsKey(option)) {
        return Optional.of("no option " + option);
      }
      boolean last = next + 1 == words.length;
      if (!last && option.matches("-m|--model") && !isKnown(words[next + 1])) {
        return Optional.of("no model " + words[next + 1]);
      }
    }
    return Optional.empty();
  }

  private static boolean isName(String word) {
    return word.matches("[a-z]+");
  }

  private static boolean isKnown(String model) {
    boolean placeholder = !model.equals(model.toLowerCase(java.util.Locale.ROOT));
    return placeholder || ModelCards.published().find(model).isPresent();
  }
}
