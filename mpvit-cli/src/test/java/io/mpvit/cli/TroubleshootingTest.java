/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages that docs/troubleshooting.md explains are those that the sources print. */
class TroubleshootingTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final int WORDS = 3;

  /** What libraries say. */
  private static final List<String> OF_OTHERS = List.of("No model matching the criteria is found.");

  @Test
  void everyQuotedMessageIsInTheSources() throws IOException {
    String sources = sources();
    List<String> messages = messages();
    assertThat(messages).hasSizeGreaterThan(20);
    assertThat(messages.stream().filter(message -> !isIn(sources, message))).isEmpty();
  }

  @Test
  void inventedMessagesAreNot() throws IOException {
    assertThat(isIn(sources(), "the server offers another page instead")).isFalse();
  }

  /** Headings, and first columns of tables. */
  private static List<String> messages() throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/troubleshooting.md"))) {
      String place = line.startsWith("### ") ? line : line.startsWith("| ") ? column(line) : "";
      Matcher quoted = QUOTED.matcher(place);
      while (quoted.find()) {
        if (!OF_OTHERS.contains(quoted.group(1))) {
          messages.add(quoted.group(1));
        }
      }
    }
    return messages;
  }

  private static String column(String row) {
    return row.substring(2, row.indexOf(" |", 2));
  }

  /** Whether enough words that follow each other stand in the sources; others are examples. */
  private static boolean isIn(String sources, String message) {
    String fixed = message.replaceAll("\\b[A-Z]+\\b", " ");
    List<String> words = Arrays.asList(words(fixed).strip().split(" "));
    int run = Math.min(words.size(), words.size() > WORDS ? WORDS : WORDS - 1);
    for (int i = 0; i + run <= words.size(); i++) {
      if (sources.contains(" " + String.join(" ", words.subList(i, i + run)) + " ")) {
        return true;
      }
    }
    return false;
  }

  private static String sources() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(module)) {
          try (Stream<Path> files = Files.walk(module)) {
            for (Path file :
                files.filter(f -> f.toString().endsWith(".java")).collect(Collectors.toList())) {
              text.append(Files.readString(file));
            }
          }
        }
      }
    }
    return words(text.toString().replaceAll("\"\\s*\\+\\s*\"", ""));
  }

  /** Words only, with single spaces. */
  private static String words(String text) {
    return " " + text.replaceAll("[^\\p{L}']+", " ") + " ";
  }
}
