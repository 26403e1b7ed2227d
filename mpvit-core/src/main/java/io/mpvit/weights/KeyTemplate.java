/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A family of keys: text with places in braces, such as {@code blocks.{i}.{*}}. A place named by a
 * letter takes a number, {@code {*}} any text of at least one character.
 */
final class KeyTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{([a-z*])}");

  private final String text;
  private final Pattern pattern;
  private final List<String> literals = new ArrayList<>();
  private final List<String> places = new ArrayList<>();

  KeyTemplate(String template) {
    text = template;
    StringBuilder regex = new StringBuilder();
    Matcher place = PLACE.matcher(template);
    int end = 0;
    while (place.find()) {
      String literal = template.substring(end, place.start());
      literals.add(literal);
      places.add(place.group(1));
      regex.append(Pattern.quote(literal)).append(place.group(1).equals("*") ? "(.+)" : "(\\d+)");
      end = place.end();
    }
    literals.add(template.substring(end));
    pattern = Pattern.compile(regex + Pattern.quote(template.substring(end)));
    if (places.stream().distinct().count() < places.size()) {
      throw new IllegalArgumentException("the key template " + template + " names a place twice");
    }
  }

  /**
   * This template, if it has the places of another one.
   *
   * @throws IllegalArgumentException if the places differ
   */
  KeyTemplate withPlacesOf(KeyTemplate other) {
    if (!new TreeSet<>(places).equals(new TreeSet<>(other.places))) {
      throw new IllegalArgumentException(
          "the key templates " + text + " and " + other.text + " have different places");
    }
    return this;
  }

  boolean fits(String key) {
    return pattern.matcher(key).matches();
  }

  /** The key of another template with this template's places taken from a key of this one. */
  Optional<String> translate(String key, KeyTemplate other) {
    Matcher matcher = pattern.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    StringBuilder result = new StringBuilder(other.literals.get(0));
    for (int i = 0; i < other.places.size(); i++) {
      result.append(matcher.group(places.indexOf(other.places.get(i)) + 1));
      result.append(other.literals.get(i + 1));
    }
    return Optional.of(result.toString());
  }
}
