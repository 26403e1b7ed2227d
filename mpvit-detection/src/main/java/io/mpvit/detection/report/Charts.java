/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.report;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.eval.CocoParameters;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.visualize.Palette;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts, apart from the page, so that the page works without XChart. */
final class Charts {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 560;

  /** Pixels between two ticks of an axis, about. */
  private static final int TICK = 40;

  /** More categories make no readable legend. */
  private static final int MAX_LINES = 12;

  /** More categories have no readable labels and numbers. */
  private static final int MAX_LABELS = 24;

  private static final int ALL_SIZES = 0;
  private static final Color[] HEAT = {Color.WHITE, new Color(0x1F4E9E)};

  private Charts() {}

  /** Precision over recall: the mean over categories at three overlaps. */
  static BufferedImage precisionRecall(CocoSummary summary) {
    CocoParameters parameters = summary.parameters();
    int thresholds = parameters.iouThresholds().size();
    XYChart chart = chart("Precision and recall, " + summary.type());
    for (int t = 0; t < thresholds; t++) {
      if (t == 0 || t == thresholds / 2 || t == thresholds - 1) {
        String name = String.format(Locale.ROOT, "IoU %.2f", parameters.iouThresholds().get(t));
        add(
            chart,
            name,
            summary,
            t,
            all(summary),
            Palette.generated(3).colour(chart.getSeriesMap().size()));
      }
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Whether there are few enough categories for a line each. */
  static boolean showsCategories(CocoSummary summary) {
    return summary.categories().size() <= MAX_LINES;
  }

  /** Precision over recall of each category at the lowest overlap. */
  static BufferedImage categories(CocoSummary summary) {
    String overlap =
        String.format(Locale.ROOT, "%.2f", summary.parameters().iouThresholds().get(0));
    XYChart chart = chart("Precision and recall at IoU " + overlap + ", " + summary.type());
    Palette palette = Palette.generated(summary.categories().size());
    for (int k : all(summary)) {
      CocoCategory category = summary.categories().get(k);
      add(
          chart,
          category.id() + " " + category.name(),
          summary,
          0,
          new int[] {k},
          palette.colour(k));
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static XYChart chart(String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("recall")
            .yAxisTitle("precision")
            .build();
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.0");
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK).setYAxisTickMarkSpacingHint(TICK);
    return chart;
  }

  private static int[] all(CocoSummary summary) {
    return IntStream.range(0, summary.categories().size()).toArray();
  }

  private static void add(
      XYChart chart, String name, CocoSummary summary, int t, int[] categories, int rgb) {
    List<Double> recalls = summary.parameters().recallPoints();
    List<Double> precisions = new ArrayList<>();
    for (int r = 0; r < recalls.size(); r++) {
      precisions.add(mean(summary, t, r, categories));
    }
    if (!precisions.contains(null)) {
      chart
          .addSeries(name, recalls, precisions)
          .setMarker(SeriesMarkers.NONE)
          .setLineColor(new Color(rgb));
    }
  }

  /** The mean over the categories that have objects; null if none has. */
  private static Double mean(CocoSummary summary, int t, int r, int[] categories) {
    int last = summary.parameters().limits().size() - 1;
    double sum = 0;
    int count = 0;
    for (int k : categories) {
      double precision = summary.curves().precision(t, r, k, ALL_SIZES, last);
      if (precision > -1) {
        sum += precision;
        count++;
      }
    }
    return count == 0 ? null : sum / count;
  }

  /** The table of confusions, each row in percent of its sum. */
  static BufferedImage confusion(Confusion confusion) {
    int[][] counts = confusion.counts();
    int n = counts.length;
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(WIDTH)
            .title("Objects (rows) and what they were found as, in percent of the row")
            .build();
    boolean labelled = n <= MAX_LABELS;
    chart.getStyler().setRangeColors(HEAT).setMin(0).setMax(100);
    chart.getStyler().setShowValue(labelled);
    chart.getStyler().setLegendVisible(!labelled);
    chart.getStyler().setXAxisTicksVisible(labelled).setYAxisTicksVisible(labelled);
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setHeatMapValueDecimalPattern("0");
    List<String> columns = names(confusion, "not found");
    List<String> rows = names(confusion, "nothing");
    List<Number[]> cells = new ArrayList<>();
    for (int truth = 0; truth < n; truth++) {
      int sum = Math.max(1, IntStream.of(counts[truth]).sum());
      for (int found = 0; found < n; found++) {
        // The first row is the topmost.
        cells.add(new Number[] {found, n - 1 - truth, 100.0 * counts[truth][found] / sum});
      }
    }
    Collections.reverse(rows);
    chart.addSeries("percent", columns, rows, cells);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static List<String> names(Confusion confusion, String rest) {
    List<String> names = new ArrayList<>();
    for (CocoCategory category : confusion.categories()) {
      // Names may occur twice, or be empty.
      names.add(category.id() + " " + category.name());
    }
    names.add(rest);
    return names;
  }
}
