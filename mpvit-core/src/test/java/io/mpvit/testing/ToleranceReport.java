/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what the tests of all modules used of their tolerances into one table, the closest
 * first, and shows its head and each instruction set's closest. The end of the build runs it, and
 * fails where a comparison stands closer than half.
 */
public final class ToleranceReport {

  /** What stands closer than this is expected to fail on some processor. */
  private static final double NEAR = 0.5;

  private static final int SHOWN = 10;

  private record Row(String set, String testClass, ToleranceUse use) {
    String line() {
      return String.format(
          Locale.ROOT, "%.3f\t%s\t%s\t%s", use.share(), set, testClass, use.line());
    }

    String shown() {
      String shortClass = testClass.substring(testClass.lastIndexOf('.') + 1);
      return String.format(
          Locale.ROOT,
          "%s %3.0f %%  %-24s %s.%s: %s %.2g of %.2g",
          use.share() > NEAR ? "!" : " ",
          100 * use.share(),
          set,
          shortClass,
          use.test(),
          use.what(),
          use.difference(),
          use.allowed());
    }
  }

  private ToleranceReport() {}

  /**
   * Writes the table and prints its head.
   *
   * @param args the folder that holds the modules, the file to write, and whether a comparison that
   *     stands closer than half is an error
   * @throws IOException if a file cannot be read or written
   * @throws IllegalStateException if there is such a comparison and it is to be one
   */
  public static void main(String[] args) throws IOException {
    List<Row> rows = read(Path.of(args[0]));
    rows.sort(Comparator.comparingDouble((Row row) -> -row.use.share()));
    Path table = Path.of(args[1]);
    Files.createDirectories(table.toAbsolutePath().getParent());
    List<String> lines = new ArrayList<>();
    lines.add("share\tinstruction set\tclass\ttest\tcompared\tdifference\tallowed");
    rows.forEach(row -> lines.add(row.line()));
    Files.write(table, lines);

    long near = near(rows);
    System.out.printf(
        "Tolerances: %d comparisons, %d closer than half; the closest (all in %s):%n",
        rows.size(), near, table);
    rows.stream().limit(Math.max(SHOWN, near)).forEach(row -> System.out.println(row.shown()));
    rows.stream()
        .collect(Collectors.groupingBy(Row::set, TreeMap::new, Collectors.toList()))
        .forEach(ToleranceReport::showSet);
    if (near > 0) {
      String message =
          near
              + " golden comparisons use more than half of their tolerance, see the lines with ! "
              + "above and docs/architecture.md, \"Golden tests\"";
      if (Boolean.parseBoolean(args[2])) {
        throw new IllegalStateException(message);
      }
      System.out.println("WARNING: " + message);
    }
  }

  /** The rows are sorted. */
  private static void showSet(String set, List<Row> rows) {
    System.out.printf(
        Locale.ROOT,
        "  %-24s %d comparisons, %d closer than half, closest %.0f %%%n",
        set,
        rows.size(),
        near(rows),
        100 * rows.get(0).use.share());
  }

  private static long near(List<Row> rows) {
    return rows.stream().filter(row -> row.use.share() > NEAR).count();
  }

  private static List<Row> read(Path root) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path module : children(root)) {
      for (Path set : children(module.resolve("target").resolve("tolerances"))) {
        for (Path file : children(set)) {
          String name = file.getFileName().toString();
          if (name.endsWith(".tsv")) {
            String testClass = name.substring(0, name.length() - ".tsv".length());
            for (String line : Files.readAllLines(file)) {
              rows.add(new Row(set.getFileName().toString(), testClass, ToleranceUse.parse(line)));
            }
          }
        }
      }
    }
    return rows;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }
}
