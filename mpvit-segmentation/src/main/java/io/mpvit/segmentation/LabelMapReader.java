/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.image.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Reads label maps from PNG files of one channel: grey levels are class indices as they are, and so
 * are the indices of palette pictures, whatever their colours.
 */
public final class LabelMapReader {

  private LabelMapReader() {}

  /**
   * Reads a label map.
   *
   * @param file a grey or palette PNG of up to 16 bits
   * @return its class indices
   * @throws IOException naming the file, if it cannot be read or is a colour picture
   */
  public static LabelMap read(Path file) throws IOException {
    Raster raster = decode(file).getRaster();
    int type = raster.getDataBuffer().getDataType();
    boolean small = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
    if (raster.getNumBands() != 1 || !small) {
      throw new IOException(
          "cannot read label map "
              + file
              + ": expected a grey or palette picture of one channel, found "
              + raster.getNumBands()
              + " channels");
    }
    int[] row = new int[raster.getWidth()];
    short[] labels = new short[Math.multiplyExact(raster.getHeight(), row.length)];
    for (int y = 0, i = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int label : row) {
        labels[i++] = (short) label;
      }
    }
    return new LabelMap(new ImageSize(raster.getHeight(), raster.getWidth()), labels);
  }

  private static BufferedImage decode(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      BufferedImage image = ImageIO.read(in);
      if (image == null) {
        throw new IOException("it is not a picture");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("cannot read label map " + file + ": " + reason, e);
    }
  }
}
