/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import java.util.Locale;
import java.util.Map;

/**
 * Reads DJL's arguments: values as Java has them, as text from an address, or as the doubles of
 * JSON. DJL's own reader takes every unknown word for "no", and does not say which argument is no
 * number.
 */
public final class ArgumentValues {

  private ArgumentValues() {}

  /**
   * Reads yes or no.
   *
   * @param arguments DJL's map
   * @param name the argument
   * @param preset the value if it is not there
   * @return the value
   * @throws IllegalArgumentException if it is something else
   */
  public static boolean flag(Map<String, ?> arguments, String name, boolean preset) {
    Object value = arguments.get(name);
    if (value == null) {
      return preset;
    }
    return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "true or false", value);
    };
  }

  /**
   * Reads a number.
   *
   * @param arguments DJL's map
   * @param name the argument
   * @param preset the value if it is not there
   * @param least the smallest that makes sense
   * @param most the largest that makes sense
   * @return the value
   * @throws IllegalArgumentException if it is no such number
   */
  public static double number(
      Map<String, ?> arguments, String name, double preset, double least, double most) {
    Object value = arguments.get(name);
    if (value == null) {
      return preset;
    }
    double number = parse(value);
    if (!(number >= least && number <= most)) {
      throw wrong(name, "a number from " + text(least) + " to " + text(most), value);
    }
    return number;
  }

  /**
   * Reads a whole number.
   *
   * @param arguments DJL's map
   * @param name the argument
   * @param preset the value if it is not there
   * @param least the smallest that makes sense
   * @return the value
   * @throws IllegalArgumentException if it is no such number
   */
  public static int whole(Map<String, ?> arguments, String name, int preset, int least) {
    Object value = arguments.get(name);
    if (value == null) {
      return preset;
    }
    double number = parse(value);
    if (!(number >= least && number <= Integer.MAX_VALUE && number == Math.rint(number))) {
      throw wrong(name, "a whole number, at least " + least, value);
    }
    return (int) number;
  }

  /** NaN for what is no number. */
  private static double parse(Object value) {
    try {
      return Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static IllegalArgumentException wrong(String name, String expected, Object found) {
    return new IllegalArgumentException(
        "the argument " + name + " is " + expected + ", found \"" + found + "\"");
  }
}
