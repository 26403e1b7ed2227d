/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Set;

/**
 * Decodes WebP and TIFF, the first picture of each, with the plug-ins of an application. With
 * TwelveMonkeys' the pixels are Pillow's, but for WebP with losses: there colour has half the
 * resolution, and Pillow smooths it between pixels while the plug-in repeats it.
 */
final class PluginDecoder {
  private static final int COMPRESSED_COLOURS = 262; // PhotometricInterpretation
  private static final int SAMPLE_FORMAT = 339;

  /** White is zero, black is zero, RGB, palette, mask, CMYK, YCbCr. */
  private static final Set<Integer> COLOURS = Set.of(0, 1, 2, 3, 5, 6);

  private static final int INKS = 4;

  private PluginDecoder() {}

  static RgbImage webp(byte[] file) throws IOException {
    WebpChunks first = WebpChunks.of(file);
    return first.onCanvas(
        JdkReaders.with(first.file(), ImageFormat.WEBP, reader -> AwtPixels.toRgb(read(reader))));
  }

  static RgbImage tiff(byte[] file) throws IOException {
    int colours = TiffDirectory.number(file, COMPRESSED_COLOURS).orElse(1.0).intValue();
    int format = TiffDirectory.number(file, SAMPLE_FORMAT).orElse(1.0).intValue();
    if (!COLOURS.contains(colours) || format != 1) {
      throw new IOException("only whole numbers of grey, palette, RGB, CMYK and YCbCr can be read");
    }
    return JdkReaders.with(
        file,
        ImageFormat.TIFF,
        reader -> {
          BufferedImage image = read(reader);
          boolean inks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
          return inks ? fromInks(image) : AwtPixels.toRgb(image, AwtPixels.Grey16.CLIPPED);
        });
  }

  private static BufferedImage read(javax.imageio.ImageReader reader) throws IOException {
    ImageReader.checkSize(reader.getWidth(0), reader.getHeight(0));
    return reader.read(0);
  }

  /** By Pillow's arithmetic, which knows no profiles. */
  private static RgbImage fromInks(BufferedImage image) throws IOException {
    Raster raster = image.getRaster();
    if (raster.getNumBands() != INKS || raster.getSampleModel().getSampleSize(0) != Byte.SIZE) {
      throw new IOException("only CMYK of 8 bits can be read");
    }
    int[] row = new int[INKS * raster.getWidth()];
    byte[] inverted = new byte[Math.multiplyExact(row.length, raster.getHeight())];
    for (int y = 0, i = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int ink : row) {
        inverted[i++] = (byte) (255 - ink);
      }
    }
    return RgbImage.wrap(
        image.getWidth(), image.getHeight(), JpegColour.toRgb(inverted, JpegHeader.Colour.CMYK));
  }
}
