/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Text tables of an evaluation. */
final class CocoTable {
  private static final Map<Character, String> SIZES =
      Map.of('s', "small", 'm', "medium", 'l', "large");

  private CocoTable() {}

  static String numbers(CocoSummary summary) {
    CocoParameters parameters = summary.parameters();
    List<Double> thresholds = parameters.iouThresholds();
    String range = iou(thresholds.get(0)) + ":" + iou(thresholds.get(thresholds.size() - 1));
    StringBuilder table = new StringBuilder();
    summary
        .numbers()
        .forEach(
            (name, value) -> {
              boolean precision = name.startsWith("AP");
              String rest = name.substring(2);
              String overlap = range;
              String area = "all";
              int limit = parameters.maxLimit();
              if (!rest.isEmpty() && SIZES.containsKey(rest.charAt(0))) {
                area = SIZES.get(rest.charAt(0));
              } else if (!rest.isEmpty() && precision) {
                overlap = "0." + rest;
              } else if (!rest.isEmpty()) {
                limit = Integer.parseInt(rest);
              }
              table.append(line(precision, overlap, area, limit, value));
            });
    return table.toString();
  }

  private static String line(
      boolean precision, String overlap, String area, int limit, double value) {
    return String.format(
        Locale.ROOT,
        " %-18s %s @[ IoU=%-9s | area=%6s | maxDets=%3d ] = %.3f%n",
        precision ? "Average Precision" : "Average Recall",
        precision ? "(AP)" : "(AR)",
        overlap,
        area,
        limit,
        value);
  }

  private static String iou(double threshold) {
    return String.format(Locale.ROOT, "%.2f", threshold);
  }

  static String categories(CocoSummary summary) {
    int width =
        summary.categories().stream()
            .map(category -> category.name().length())
            .max(Comparator.naturalOrder())
            .orElse(0);
    StringBuilder table = new StringBuilder();
    for (int k = 0; k < summary.categories().size(); k++) {
      double ap = summary.averagePrecision(k);
      String name = summary.categories().get(k).name();
      String padded = name + " ".repeat(width - name.length());
      table.append(
          String.format(
              Locale.ROOT,
              " %6d  %s  %s%n",
              summary.categories().get(k).id(),
              padded,
              ap < 0 ? "    -" : String.format(Locale.ROOT, "%.3f", ap)));
    }
    return table.toString();
  }
}
