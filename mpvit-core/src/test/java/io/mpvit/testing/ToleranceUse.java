/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

/**
 * How much of a tolerance a comparison used.
 *
 * @param test the test method with its arguments
 * @param what what was compared
 * @param difference the difference found
 * @param allowed the largest allowed difference
 */
record ToleranceUse(String test, String what, double difference, double allowed) {

  private static final int COLUMNS = 4;

  /** The share of the allowed difference that was found; nothing found uses nothing. */
  double share() {
    return difference == 0 ? 0 : difference / allowed;
  }

  /** One line of text, tab separated. */
  String line() {
    return String.join(
        "\t",
        test.replaceAll("\\s", " "),
        what.replaceAll("\\s", " "),
        Double.toString(difference),
        Double.toString(allowed));
  }

  /** Reads {@link #line}. */
  static ToleranceUse parse(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("expected 4 columns, found: " + line);
    }
    return new ToleranceUse(
        cells[0], cells[1], Double.parseDouble(cells[2]), Double.parseDouble(cells[3]));
  }
}
