/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/**
 * From a JPEG file's stored components to RGB, with libjpeg's fixed-point arithmetic and, for CMYK,
 * Pillow's.
 */
final class JpegColour {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int CENTRE = 128;

  private JpegColour() {}

  /**
   * Converts interleaved components.
   *
   * @param data the samples, overwritten where that saves memory
   * @return interleaved RGB
   */
  static byte[] toRgb(byte[] data, JpegHeader.Colour colour) {
    return switch (colour) {
      case GREY -> spread(data);
      case RGB -> data;
      case YCC -> {
        yccToRgb(data, 3);
        yield data;
      }
      case CMYK -> fromInvertedCmyk(data);
      case YCCK -> {
        // The RGB of the YCC part is 255 - CMY; Pillow takes every CMYK file for inverted, and so
        // the stored, not the converted, sense of each ink is turned round.
        yccToRgb(data, 4);
        invertInks(data);
        yield fromInvertedCmyk(data);
      }
    };
  }

  private static byte[] spread(byte[] grey) {
    byte[] rgb = new byte[Math.multiplyExact(3, grey.length)];
    for (int i = 0, o = 0; i < grey.length; i++, o += 3) {
      rgb[o] = grey[i];
      rgb[o + 1] = grey[i];
      rgb[o + 2] = grey[i];
    }
    return rgb;
  }

  private static void yccToRgb(byte[] data, int step) {
    int[] crToR = new int[256];
    int[] cbToB = new int[256];
    int[] crToG = new int[256];
    int[] cbToG = new int[256];
    for (int i = 0; i < 256; i++) {
      int x = i - CENTRE;
      crToR[i] = (fixed(1.40200) * x + HALF) >> BITS;
      cbToB[i] = (fixed(1.77200) * x + HALF) >> BITS;
      crToG[i] = -fixed(0.71414) * x;
      cbToG[i] = -fixed(0.34414) * x + HALF;
    }
    for (int i = 0; i < data.length; i += step) {
      int y = data[i] & 0xff;
      int cb = data[i + 1] & 0xff;
      int cr = data[i + 2] & 0xff;
      data[i] = clamp(y + crToR[cr]);
      data[i + 1] = clamp(y + ((cbToG[cb] + crToG[cr]) >> BITS));
      data[i + 2] = clamp(y + cbToB[cb]);
    }
  }

  private static int fixed(double x) {
    return (int) (x * (1 << BITS) + 0.5);
  }

  private static byte clamp(int v) {
    return (byte) Math.min(Math.max(v, 0), 255);
  }

  private static void invertInks(byte[] cmyk) {
    for (int i = 0; i < cmyk.length; i += 4) {
      cmyk[i] = (byte) ~cmyk[i];
      cmyk[i + 1] = (byte) ~cmyk[i + 1];
      cmyk[i + 2] = (byte) ~cmyk[i + 2];
    }
  }

  /** 255 stands for no ink, as Adobe writes and Pillow assumes. */
  private static byte[] fromInvertedCmyk(byte[] data) {
    byte[] rgb = new byte[data.length / 4 * 3];
    for (int i = 0, o = 0; i < data.length; i += 4, o += 3) {
      int light = data[i + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        int ink = 255 - (data[i + c] & 0xff);
        int product = ink * light + 128;
        rgb[o + c] = clamp(light - ((product >> 8) + product >> 8));
      }
    }
    return rgb;
  }
}
