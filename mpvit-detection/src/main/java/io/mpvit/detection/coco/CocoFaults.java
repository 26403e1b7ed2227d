/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.util.ArrayList;
import java.util.List;

/** Lines about entries of a file that cannot be used; the first twenty, and how many there are. */
final class CocoFaults {
  private static final int LINES = 20;

  private final String file;
  private final List<String> first = new ArrayList<>();
  private int count;

  CocoFaults(String file) {
    this.file = file;
  }

  void add(String entry, String fault) {
    count++;
    if (first.size() < LINES) {
      first.add(file + ": " + entry + ": " + fault);
    }
  }

  int count() {
    return count;
  }

  /** At most twenty lines, of which the last then says how many there would be more. */
  List<String> lines() {
    if (count <= LINES) {
      return List.copyOf(first);
    }
    List<String> lines = new ArrayList<>(first.subList(0, LINES - 1));
    lines.add("%s: and %d more faults of this kind".formatted(file, count - LINES + 1));
    return lines;
  }

  /** All in one line, for what cannot be gone on from. */
  CocoFormatException refusal() {
    String line = first.get(0).substring(file.length() + 2);
    return new CocoFormatException(
        file, count == 1 ? line : line + " (and " + (count - 1) + " more faults)");
  }
}
