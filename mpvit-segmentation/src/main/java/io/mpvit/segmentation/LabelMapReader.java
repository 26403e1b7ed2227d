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
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads label maps from PNG files of one channel: grey levels are class indices as they are, and so
 * are the indices of palette pictures, whatever their colours.
 */
public final class LabelMapReader {

  /** As many as pictures may have. */
  private static final long MAX_PIXELS = io.mpvit.image.ImageReader.MAX_PIXELS;

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
    if (!Files.isRegularFile(file)) {
      throw new IOException("cannot read label map " + file + ": there is no such file");
    }
    try (InputStream bytes = Files.newInputStream(file);
        ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is not a picture");
      }
      return decode(readers.next(), in);
    } catch (IOException | RuntimeException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("cannot read label map " + file + ": " + reason, e);
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream in) throws IOException {
    try {
      reader.setInput(in, true, true);
      // The file's word for it, before memory is taken.
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) {
        throw new IOException("it has " + pixels + " pixels, more than " + MAX_PIXELS);
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }
}
