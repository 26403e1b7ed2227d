/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Text in aligned columns. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final String alignment;

  /**
   * Makes a table.
   *
   * @param alignment one letter per column: {@code l} for left, {@code r} for right
   * @param header the columns' titles
   */
  TextTable(String alignment, String... header) {
    this.alignment = alignment;
    row(header);
  }

  /** Adds a row. */
  void row(String... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(
          "expected " + alignment.length() + " cells, found " + cells.length);
    }
    rows.add(List.of(cells));
  }

  /** Prints all rows. */
  void print(PrintWriter out) {
    print(out, Integer.MAX_VALUE);
  }

  /** Prints all rows, cut where the terminal ends, so that each stays one line. */
  void print(PrintWriter out, int columns) {
    int[] widths = new int[alignment.length()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean right = alignment.charAt(i) == 'r';
        line.append(i == 0 ? "" : "  ").append(right ? padding : "").append(row.get(i));
        line.append(right ? "" : padding);
      }
      String text = line.toString().stripTrailing();
      out.println(text.length() > columns ? text.substring(0, columns - 3) + "..." : text);
    }
    out.flush();
  }
}
