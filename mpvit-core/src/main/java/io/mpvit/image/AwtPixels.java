/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import ai.djl.modality.cv.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Between AWT pictures and {@link RgbImage}, sample for sample.
 *
 * <p>{@code BufferedImage.getRGB} is avoided where it would convert colour: grey goes through a
 * linear-light colour space there and comes out lighter than stored.
 */
final class AwtPixels {
  /** What becomes of 16-bit grey. */
  enum Grey16 {
    /** The high byte, as for 16-bit colour. */
    SCALED,
    /** Clipped at 255, as Pillow converts a file of 16-bit grey. */
    CLIPPED
  }

  private AwtPixels() {}

  static RgbImage toRgb(Image image) {
    if (image.getWrappedImage() instanceof BufferedImage awt) {
      return toRgb(awt);
    }
    // Another library's picture: PNG is the lossless way out that all of them have.
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      image.save(png, "png");
      return toRgb(ImageIO.read(new ByteArrayInputStream(png.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take the pixels out of " + image, e);
    }
  }

  static RgbImage toRgb(BufferedImage image) {
    return toRgb(image, Grey16.SCALED);
  }

  static RgbImage toRgb(BufferedImage image, Grey16 grey16) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] out = new byte[Math.toIntExact(3L * width * height)];
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    if (model instanceof ComponentColorModel && !model.isAlphaPremultiplied()) {
      fromSamples(raster, model.getComponentSize(0), grey16, out);
    } else if (model instanceof IndexColorModel palette && raster.getNumBands() == 1) {
      fromPalette(raster, palette, out);
    } else if (model instanceof DirectColorModel direct
        && !model.isAlphaPremultiplied()
        && model.getColorSpace().getType() == ColorSpace.TYPE_RGB) {
      fromPacked(raster, direct, out);
    } else {
      int[] row = new int[width];
      for (int y = 0, o = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int argb : row) {
          o = put(out, o, argb >> 16, argb >> 8, argb);
        }
      }
    }
    return RgbImage.wrap(width, height, out);
  }

  /** Bands of their own: grey, grey + alpha, RGB or RGBA; further bands are dropped. */
  private static void fromSamples(Raster raster, int bits, Grey16 grey16, byte[] out) {
    int bands = raster.getNumBands();
    int[] row = new int[raster.getWidth() * bands];
    boolean colour = bands >= 3;
    for (int y = 0, o = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += bands) {
        int r = to8(row[i], bits, colour, grey16);
        o =
            colour
                ? put(
                    out,
                    o,
                    r,
                    to8(row[i + 1], bits, true, grey16),
                    to8(row[i + 2], bits, true, grey16))
                : put(out, o, r, r, r);
      }
    }
  }

  private static int to8(int sample, int bits, boolean colour, Grey16 grey16) {
    if (bits == 8) {
      return sample;
    }
    if (bits == 16) {
      return colour || grey16 == Grey16.SCALED ? sample >> 8 : Math.min(sample, 255);
    }
    return sample * 255 / ((1 << bits) - 1);
  }

  /** Pixels that name a palette entry; one that does not exist is black. */
  private static void fromPalette(Raster raster, IndexColorModel model, byte[] out) {
    int[] palette = new int[1 << raster.getSampleModel().getSampleSize(0)];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = i < model.getMapSize() ? model.getRGB(i) : 0;
    }
    int[] row = new int[raster.getWidth()];
    for (int y = 0, o = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int index : row) {
        int rgb = palette[index];
        o = put(out, o, rgb >> 16, rgb >> 8, rgb);
      }
    }
  }

  /** Pixels of one integer each, with a mask per colour. */
  private static void fromPacked(Raster raster, DirectColorModel model, byte[] out) {
    int[] most = new int[3];
    for (int c = 0; c < 3; c++) {
      most[c] = (1 << model.getComponentSize(c)) - 1;
    }
    int[] row = new int[raster.getWidth() * raster.getNumBands()];
    for (int y = 0, o = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += raster.getNumBands()) {
        o =
            put(
                out,
                o,
                row[i] * 255 / most[0],
                row[i + 1] * 255 / most[1],
                row[i + 2] * 255 / most[2]);
      }
    }
  }

  private static int put(byte[] out, int at, int r, int g, int b) {
    out[at] = (byte) r;
    out[at + 1] = (byte) g;
    out[at + 2] = (byte) b;
    return at + 3;
  }

  static BufferedImage toBufferedImage(RgbImage image) {
    BufferedImage out =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] to = ((DataBufferByte) out.getRaster().getDataBuffer()).getData();
    byte[] from = image.raw();
    for (int i = 0; i < from.length; i += 3) {
      to[i] = from[i + 2];
      to[i + 1] = from[i + 1];
      to[i + 2] = from[i];
    }
    return out;
  }
}
