/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.image.ImageWriter;
import io.mpvit.work.AtomicOutput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An evaluation as a web page: the benchmark's numbers, a table per category, precision-recall
 * curves, and what was taken for what.
 *
 * @param title the page's title, such as the model's name
 * @param summaries the scores, at least one
 * @param confusion what was taken for what
 * @param provenance what made the numbers
 */
public record DetectionReport(
    String title, List<CocoSummary> summaries, Confusion confusion, JsonObject provenance) {

  private static final int MISTAKES = 20;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no score
   */
  public DetectionReport {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(confusion, "confusion");
    Objects.requireNonNull(provenance, "provenance");
    summaries = List.copyOf(summaries);
    if (summaries.isEmpty()) {
      throw new IllegalArgumentException("a report needs at least one score");
    }
  }

  /**
   * Writes {@code index.html} and the charts beside it as PNG. Where charts cannot be drawn, the
   * page is written without them.
   *
   * @param folder where to; made if need be
   * @return why there are no charts, if there are none
   * @throws IOException if a file cannot be written
   */
  public Optional<String> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> charts = new ArrayList<>();
    Optional<String> problem = Optional.empty();
    try {
      drawCharts(folder, charts);
    } catch (LinkageError | InternalError | RuntimeException e) {
      // Java without fonts fails in all of these ways, XChart missing in the first.
      problem =
          Optional.of(
              "the report has no charts: they need XChart on the class path, and fonts (on Linux"
                  + " the packages fontconfig and fonts-dejavu-core): "
                  + e);
    }
    AtomicOutput.write(folder.resolve("index.html"), out -> out.write(page(charts)));
    return problem;
  }

  private void drawCharts(Path folder, List<String> charts) throws IOException {
    for (CocoSummary summary : summaries) {
      draw(
          folder,
          charts,
          "precision_recall_" + summary.type(),
          () -> Charts.precisionRecall(summary));
      if (Charts.showsCategories(summary)) {
        draw(folder, charts, "categories_" + summary.type(), () -> Charts.categories(summary));
      }
    }
    draw(folder, charts, "confusion", () -> Charts.confusion(confusion));
  }

  private static void draw(
      Path folder, List<String> charts, String name, Supplier<BufferedImage> chart)
      throws IOException {
    ImageWriter.write(chart.get(), folder.resolve(name + ".png"));
    charts.add(name + ".png");
  }

  private String page(List<String> charts) {
    HtmlPage page = new HtmlPage(title);
    page.heading("Scores");
    page.table(scores());
    page.heading("Average precision per category");
    page.table(categories());
    charts.forEach(page::picture);
    page.heading("Most frequent confusions");
    page.paragraph("Boxes that overlap an object by half of their union, of score 0.5 or more.");
    page.table(mistakes());
    page.heading("What made these numbers");
    page.preformatted(
        new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create()
            .toJson(provenance));
    return page.text();
  }

  private List<List<String>> scores() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(summaries.get(0).numbers().keySet());
    rows.add(header);
    for (CocoSummary summary : summaries) {
      List<String> row = new ArrayList<>(List.of(summary.type().toString()));
      summary.numbers().values().forEach(value -> row.add(percent(value)));
      rows.add(row);
    }
    return rows;
  }

  private List<List<String>> categories() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("id", "category"));
    for (CocoSummary summary : summaries) {
      for (String number : List.of("AP", "AP50", "AP75", "AR100")) {
        header.add(summary.type() + " " + number);
      }
    }
    rows.add(header);
    for (int k = 0; k < summaries.get(0).categories().size(); k++) {
      var category = summaries.get(0).categories().get(k);
      List<String> row = new ArrayList<>(List.of("" + category.id(), category.name()));
      for (CocoSummary summary : summaries) {
        Map<String, Double> numbers = summary.numbersOf(k);
        for (String number : List.of("AP", "AP50", "AP75", "AR100")) {
          row.add(percent(numbers.getOrDefault(number, -1.0)));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private List<List<String>> mistakes() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("object", "found as", "times"));
    for (Confusion.Mistake mistake : confusion.mistakes(MISTAKES)) {
      rows.add(List.of(mistake.truth().name(), mistake.found().name(), "" + mistake.count()));
    }
    return rows;
  }

  private static String percent(double fraction) {
    return fraction < 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }
}
