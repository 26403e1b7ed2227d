/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** Turns the stroke commands of one glyph into straight pieces; see the font's resource file. */
final class GlyphParser {
  private static final double DEGREES_PER_PIECE = 12;
  private static final int PIECES_PER_CURVE = 8;

  private final StringTokenizer tokens;
  private final List<double[]> lines = new ArrayList<>();
  private List<Double> pen = new ArrayList<>();

  private GlyphParser(String strokes) {
    tokens = new StringTokenizer(strokes);
  }

  /** Polylines as x0, y0, x1, y1, ...; a single point is a dot. */
  static List<double[]> parse(String strokes) {
    return new GlyphParser(strokes).parse();
  }

  private List<double[]> parse() {
    while (tokens.hasMoreTokens()) {
      String command = tokens.nextToken();
      switch (command) {
        case "M", "D" -> {
          lift();
          point(next(), next());
        }
        case "L" -> point(next(), next());
        case "Q" -> curve(next(), next(), next(), next());
        case "A" -> arc(next(), next(), next(), next(), next(), next());
        case "O" -> {
          lift();
          arc(next(), next(), next(), next(), 0, 360);
          lift();
        }
        default -> throw new IllegalStateException("no stroke command " + command);
      }
    }
    lift();
    return lines;
  }

  private double next() {
    return Double.parseDouble(tokens.nextToken());
  }

  private void point(double x, double y) {
    pen.add(x);
    pen.add(y);
  }

  private void lift() {
    if (!pen.isEmpty()) {
      lines.add(pen.stream().mapToDouble(Double::doubleValue).toArray());
      pen = new ArrayList<>();
    }
  }

  private void curve(double cx, double cy, double x, double y) {
    double x0 = pen.get(pen.size() - 2);
    double y0 = pen.get(pen.size() - 1);
    for (int i = 1; i <= PIECES_PER_CURVE; i++) {
      double t = (double) i / PIECES_PER_CURVE;
      double s = 1 - t;
      point(s * s * x0 + 2 * s * t * cx + t * t * x, s * s * y0 + 2 * s * t * cy + t * t * y);
    }
  }

  private void arc(double cx, double cy, double rx, double ry, double start, double turn) {
    int pieces = (int) Math.ceil(Math.abs(turn) / DEGREES_PER_PIECE);
    for (int i = 0; i <= pieces; i++) {
      double angle = Math.toRadians(start + turn * i / pieces);
      // StrictMath: the same bits on every machine.
      point(cx + rx * StrictMath.cos(angle), cy - ry * StrictMath.sin(angle));
    }
  }
}
