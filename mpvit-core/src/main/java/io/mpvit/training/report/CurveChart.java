/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the curves of a training: losses and learning rate above, scores below. */
final class CurveChart {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 500;
  private static final int RATE_AXIS = 1;
  private static final double LEAST_DECIMAL = 0.01;
  private static final Color GREY = new Color(0x909090);

  private CurveChart() {}

  /** The picture; the lower half is left out where there are no scores. */
  static BufferedImage draw(CurveData data) {
    BufferedImage above = BitmapEncoder.getBufferedImage(losses(data));
    if (data.scores().isEmpty()) {
      return above;
    }
    BufferedImage below = BitmapEncoder.getBufferedImage(scores(data));
    BufferedImage both = new BufferedImage(WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = both.createGraphics();
    graphics.drawImage(above, 0, 0, null);
    graphics.drawImage(below, 0, HEIGHT, null);
    graphics.dispose();
    return both;
  }

  private static XYChart losses(CurveData data) {
    XYChart chart = chart(data, "Training", "loss");
    data.losses().forEach((name, curve) -> add(chart, name, curve));
    XYSeries rate = add(chart, "learning rate", data.rate());
    rate.setYAxisGroup(RATE_AXIS);
    rate.setLineColor(GREY);
    chart.getStyler().setYAxisGroupPosition(RATE_AXIS, YAxisPosition.Right);
    chart.setYAxisGroupTitle(RATE_AXIS, "learning rate");
    return chart;
  }

  private static XYChart scores(CurveData data) {
    XYChart chart = chart(data, "Evaluation", "score");
    for (Map.Entry<String, Curve> score : data.scores().entrySet()) {
      add(chart, score.getKey(), score.getValue()).setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static XYChart chart(CurveData data, String title, String values) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("step")
            .yAxisTitle(values)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(CurveChart::label);
    double[] steps = data.rate().places();
    if (steps.length > 1) {
      // The same for both halves.
      chart.getStyler().setXAxisMin(0.0).setXAxisMax(steps[steps.length - 1]);
    }
    return chart;
  }

  private static String label(double value) {
    return value == 0 || Math.abs(value) >= LEAST_DECIMAL
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.1e", value);
  }

  private static XYSeries add(XYChart chart, String name, Curve curve) {
    XYSeries series = chart.addSeries(name, curve.places(), curve.means());
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }
}
