/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the tests of the class that is running used of their tolerances: a file per class under
 * {@code target/tolerances/} and the name of the instruction set.
 */
final class ToleranceLog {

  /** Beside the module's other build results, where surefire starts the tests. */
  private static final Path FOLDER = Path.of("target", "tolerances");

  private static final Map<String, ToleranceUse> USES = new TreeMap<>();
  private static String test = "";

  private ToleranceLog() {}

  /** Says which test's comparisons follow. */
  static synchronized void start(String name) {
    test = name;
  }

  /** Keeps the largest use of each comparison of a test. */
  static synchronized void note(String what, double difference, double allowed) {
    ToleranceUse use = new ToleranceUse(test, what, difference, allowed);
    USES.merge(test + '\t' + what, use, (one, other) -> one.share() >= other.share() ? one : other);
  }

  /**
   * Writes what was noted, and forgets it.
   *
   * @return whether anything was
   */
  static synchronized boolean write(Class<?> testClass) throws IOException {
    boolean any = !USES.isEmpty();
    if (any) {
      List<String> lines = new ArrayList<>();
      USES.values().forEach(use -> lines.add(use.line()));
      Path file = FOLDER.resolve(InstructionSet.name()).resolve(testClass.getName() + ".tsv");
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    }
    USES.clear();
    test = "";
    return any;
  }
}
