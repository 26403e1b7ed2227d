/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.yolo;

import io.mpvit.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The little of YAML that {@code data.yaml} is made of: at the top level scalars, lists and maps of
 * scalars, in lines or in brackets, with quotes and comments.
 *
 * @param values by key; a scalar is a list of one, a map of numbers a list in their order
 */
record DataYaml(Map<String, List<String>> values) {

  DataYaml {
    values = Map.copyOf(values);
  }

  /** What stands under a key; nothing if it is not there. */
  List<String> get(String key) {
    return values.getOrDefault(key, List.of());
  }

  /**
   * Reads a file.
   *
   * @throws IOException naming file and line, if it is none that can be understood
   */
  static DataYaml read(Path file) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> lines = TextFile.read(file).lines().toList();
    for (int i = 0; i < lines.size(); ) {
      String line = withoutComment(lines.get(i));
      if (line.isBlank() || line.equals("---")) {
        i++;
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || Character.isWhitespace(line.charAt(0)) || line.startsWith("-")) {
        throw new IOException(
            "%s: line %d: expected 'key: value', found '%s'".formatted(file, i + 1, line.strip()));
      }
      String key = unquoted(line.substring(0, colon).strip());
      StringBuilder value = new StringBuilder(line.substring(colon + 1).strip());
      List<String> block = new ArrayList<>();
      for (i++; i < lines.size() && belongsToBlock(lines.get(i)); i++) {
        String next = withoutComment(lines.get(i)).strip();
        if (!next.isEmpty()) {
          block.add(next);
        }
      }
      if (isOpen(value)) {
        block.forEach(next -> value.append(' ').append(next)); // brackets over several lines
        block.clear();
      }
      try {
        values.put(key, value.isEmpty() ? ofBlock(block) : ofText(value.toString()));
      } catch (IOException e) {
        throw new IOException(file + ": " + key + ": " + e.getMessage(), e);
      }
    }
    return new DataYaml(values);
  }

  private static boolean isOpen(CharSequence value) {
    return !value.isEmpty() && (value.charAt(0) == '[' || value.charAt(0) == '{');
  }

  private static boolean belongsToBlock(String line) {
    return line.isBlank()
        || Character.isWhitespace(line.charAt(0))
        || line.startsWith("- ")
        || line.startsWith("#")
        || line.startsWith("]")
        || line.startsWith("}");
  }

  private static List<String> ofBlock(List<String> lines) throws IOException {
    boolean list = lines.stream().allMatch(line -> line.startsWith("-"));
    return list
        ? lines.stream().map(line -> unquoted(line.substring(1).strip())).toList()
        : ordered(lines);
  }

  private static List<String> ofText(String text) throws IOException {
    char first = text.charAt(0);
    if (first != '[' && first != '{') {
      return List.of(unquoted(text));
    }
    String last = first == '[' ? "]" : "}";
    String inner = text.endsWith(last) ? text.substring(1, text.length() - 1) : text.substring(1);
    List<String> items = items(inner);
    return first == '[' ? items.stream().map(DataYaml::unquoted).toList() : ordered(items);
  }

  /** What stands between commas that are not in quotes. */
  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quote = quoteBehind(quote, text, i);
      if (c == ',' && quote == 0) {
        items.add(item.toString().strip());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString().strip());
    items.removeIf(String::isEmpty);
    return items;
  }

  /** The values of a map: names of classes by number; keys that are no numbers keep their order. */
  private static List<String> ordered(List<String> entries) throws IOException {
    Map<Integer, String> byNumber = new TreeMap<>();
    List<String> all = new ArrayList<>();
    for (String entry : entries) {
      int colon = entry.indexOf(':');
      String value = unquoted(entry.substring(colon + 1).strip());
      all.add(value);
      try {
        byNumber.put(Integer.parseInt(unquoted(entry.substring(0, Math.max(colon, 0)))), value);
      } catch (NumberFormatException e) {
        continue; // its order counts then
      }
    }
    if (byNumber.size() < all.size() || all.isEmpty()) {
      return all;
    }
    if (!isWhole(byNumber)) {
      throw new IOException("the numbers of its entries are not 0, 1, ...: " + byNumber);
    }
    return List.copyOf(byNumber.values());
  }

  private static boolean isWhole(Map<Integer, String> byNumber) {
    int next = 0;
    for (int number : byNumber.keySet()) {
      if (number != next++) {
        return false;
      }
    }
    return true;
  }

  private static String withoutComment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quote = quoteBehind(quote, line, i);
      boolean begins = i == 0 || Character.isWhitespace(line.charAt(i - 1));
      if (c == '#' && quote == 0 && begins) {
        return line.substring(0, i).stripTrailing();
      }
    }
    return line.stripTrailing();
  }

  /** The quote that is open behind a character. Within a word it is an apostrophe. */
  private static char quoteBehind(char open, String text, int i) {
    char c = text.charAt(i);
    if (open != 0) {
      return c == open ? 0 : open;
    }
    boolean begins = i == 0 || " \t,[{:".indexOf(text.charAt(i - 1)) >= 0;
    return begins && isQuote(c) ? c : 0;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static String unquoted(String text) {
    String value = text.strip();
    int end = value.length() - 1;
    boolean quoted = end > 0 && isQuote(value.charAt(0)) && value.charAt(end) == value.charAt(0);
    return quoted ? value.substring(1, end) : value;
  }
}
