/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Optional;

/**
 * Java's logical sans-serif font: whatever the machine has for each script, for labels that our own
 * letters do not know. How it looks depends on the machine.
 */
final class SystemFont implements Lettering {

  private static final float MEASURED = 100;
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private final Font font;
  private final double unitsPerPixel; // at the measured size

  private SystemFont(Font font) {
    this.font = font;
    double capital = font.createGlyphVector(CONTEXT, "H").getVisualBounds().getHeight();
    if (!(capital > 0)) {
      throw new IllegalStateException("a font without letters");
    }
    unitsPerPixel = CAPITAL / capital;
  }

  private static final class Holder {
    private static final Optional<SystemFont> FONT = load();
  }

  /** The font; empty where Java finds none, as on servers without fontconfig. */
  static Optional<SystemFont> get() {
    return Holder.FONT;
  }

  private static Optional<SystemFont> load() {
    try {
      return Optional.of(
          new SystemFont(new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont(MEASURED)));
    } catch (RuntimeException | LinkageError | InternalError e) {
      return Optional.empty(); // Java says in many ways that there are no fonts
    }
  }

  /** Whether there are letters for all of a text. */
  boolean hasAll(String text) {
    return font.canDisplayUpTo(text) < 0;
  }

  @Override
  public double width(String text) {
    return text.isEmpty() ? 0 : font.getStringBounds(text, CONTEXT).getWidth() * unitsPerPixel;
  }

  @Override
  public float[] coverage(String text, double x, double y, double unit, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      graphics.setFont(font.deriveFont((float) (MEASURED * unitsPerPixel * unit)));
      graphics.drawString(text, (float) x, (float) (y + unit * CAPITAL));
    } finally {
      graphics.dispose();
    }
    byte[] grey = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    float[] cover = new float[grey.length];
    for (int i = 0; i < grey.length; i++) {
      cover[i] = Byte.toUnsignedInt(grey[i]) / 255f;
    }
    return cover;
  }
}
