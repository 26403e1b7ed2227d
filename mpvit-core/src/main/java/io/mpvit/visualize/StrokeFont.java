/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small pen-stroke font of the printable ASCII characters, so that labels need no fonts on the
 * machine. Accents are dropped; other characters show as a hollow box.
 */
final class StrokeFont implements Lettering {
  private static final String RESOURCE = "stroke-font.txt";
  private static final double GAP = 1.9;
  private static final double SPACE = 2.2;
  private static final double PEN_RADIUS = 0.52;
  private static final double DOT_RADIUS = 0.68;
  private static final Glyph UNKNOWN =
      new Glyph(3.6, List.of(new double[] {0, 0, 3.6, 0, 3.6, 7, 0, 7, 0, 0}));

  private record Glyph(double width, List<double[]> lines) {}

  private final Map<Character, Glyph> glyphs;

  private StrokeFont(Map<Character, Glyph> glyphs) {
    this.glyphs = glyphs;
  }

  private static final class Holder {
    private static final StrokeFont FONT = load();
  }

  static StrokeFont get() {
    return Holder.FONT;
  }

  private static StrokeFont load() {
    Map<Character, Glyph> glyphs = new HashMap<>();
    glyphs.put(' ', new Glyph(SPACE, List.of()));
    try (InputStream in = StrokeFont.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("# ") && !Character.isDigit(line.charAt(2))) {
          continue;
        }
        String[] parts = line.split(" ", 3);
        glyphs.put(
            parts[0].charAt(0),
            new Glyph(Double.parseDouble(parts[1]), GlyphParser.parse(parts[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + RESOURCE, e);
    }
    return new StrokeFont(glyphs);
  }

  /** Whether the character has letters of its own here, apart from its accents. */
  boolean has(char c) {
    return glyphs.containsKey(c);
  }

  /** Whether the whole text has letters here, with nothing dropped. */
  boolean hasAll(String text) {
    return text.chars().allMatch(c -> has((char) c));
  }

  /** Text as this font can show it: accents dropped. */
  static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
  }

  @Override
  public double width(String text) {
    String plain = plain(text);
    double width = 0;
    for (int i = 0; i < plain.length(); i++) {
      width += glyph(plain.charAt(i)).width + (i > 0 ? GAP : 0);
    }
    return width;
  }

  private Glyph glyph(char c) {
    return glyphs.getOrDefault(c, UNKNOWN);
  }

  @Override
  public float[] coverage(String text, double x, double y, double unit, int width, int height) {
    float[] cover = new float[width * height];
    double at = x;
    String plain = plain(text);
    for (int i = 0; i < plain.length(); i++) {
      Glyph glyph = glyph(plain.charAt(i));
      for (double[] line : glyph.lines) {
        double radius = unit * (line.length == 2 ? DOT_RADIUS : PEN_RADIUS);
        for (int p = 0; p < Math.max(line.length - 2, 1); p += 2) {
          int q = Math.min(p + 2, line.length - 2);
          stroke(
              new Segment(
                  at + unit * line[p],
                  y + unit * line[p + 1],
                  at + unit * line[q],
                  y + unit * line[q + 1]),
              radius,
              cover,
              width,
              height);
        }
      }
      at += unit * (glyph.width + GAP);
    }
    return cover;
  }

  private static void stroke(Segment segment, double radius, float[] cover, int width, int height) {
    double reach = radius + 1;
    int left = (int) Math.max(0, Math.floor(Math.min(segment.x0, segment.x1) - reach));
    int right = (int) Math.min(width - 1, Math.ceil(Math.max(segment.x0, segment.x1) + reach));
    int top = (int) Math.max(0, Math.floor(Math.min(segment.y0, segment.y1) - reach));
    int bottom = (int) Math.min(height - 1, Math.ceil(Math.max(segment.y0, segment.y1) + reach));
    for (int py = top; py <= bottom; py++) {
      for (int px = left; px <= right; px++) {
        double inside = radius + 0.5 - segment.distance(px + 0.5, py + 0.5);
        int i = py * width + px;
        cover[i] = Math.max(cover[i], (float) Math.min(Math.max(inside, 0), 1));
      }
    }
  }

  private record Segment(double x0, double y0, double x1, double y1) {
    double distance(double x, double y) {
      double dx = x1 - x0;
      double dy = y1 - y0;
      double square = dx * dx + dy * dy;
      double t = square == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / square;
      t = Math.min(Math.max(t, 0), 1);
      double ex = x - x0 - t * dx;
      double ey = y - y0 - t * dy;
      return Math.sqrt(ex * ex + ey * ey);
    }
  }
}
