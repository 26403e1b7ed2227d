/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
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
    XYChart chart = chart("Training", "loss");
    data.losses().forEach((name, curve) -> add(chart, name, curve));
    XYSeries rate = add(chart, "learning rate", data.rate());
    rate.setYAxisGroup(RATE_AXIS);
    rate.setLineColor(GREY);
    chart.getStyler().setYAxisGroupPosition(RATE_AXIS, YAxisPosition.Right);
    chart.getStyler().putYAxisGroupDecimalPatternMap(RATE_AXIS, "0.0E0");
    chart.setYAxisGroupTitle(RATE_AXIS, "learning rate");
    return chart;
  }

  private static XYChart scores(CurveData data) {
    XYChart chart = chart("Evaluation", "score");
    for (Map.Entry<String, Curve> score : data.scores().entrySet()) {
      add(chart, score.getKey(), score.getValue()).setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static XYChart chart(String title, String values) {
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
    return chart;
  }

  private static XYSeries add(XYChart chart, String name, Curve curve) {
    XYSeries series = chart.addSeries(name, curve.places(), curve.means());
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }
}
