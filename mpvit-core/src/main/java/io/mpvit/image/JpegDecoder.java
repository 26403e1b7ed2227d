/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Decodes JPEG with the JDK's libjpeg up to the stored components, and takes the colours from
 * there: the JDK's own conversion guesses other colour spaces than libjpeg does, applies embedded
 * profiles, and knows no CMYK.
 *
 * <p>With that the pixels equal Pillow's. Only chroma that is halved vertically and not
 * horizontally (4:4:0, rare) depends on the JDK: builds on libjpeg-turbo smooth it as Pillow does,
 * builds on the older libjpeg repeat it.
 */
final class JpegDecoder {
  private JpegDecoder() {}

  static RgbImage decode(byte[] file) throws IOException {
    JpegHeader header = JpegHeader.read(file);
    ImageReader.checkSize(header.width(), header.height());
    if (header.scans() > header.allowedScans()) {
      throw new IOException(
          "it goes over its %d x %d pixels %d times, more than the %d that are decoded"
              .formatted(header.width(), header.height(), header.scans(), header.allowedScans()));
    }
    Raster raster =
        JdkReaders.with(
            header.withoutProfiles(file), ImageFormat.JPEG, reader -> reader.readRaster(0, null));
    if (raster.getWidth() != header.width()
        || raster.getHeight() != header.height()
        || raster.getNumBands() != header.components()) {
      throw new IOException("its headers contradict each other");
    }
    byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
    if (data.length != (long) header.width() * header.height() * header.components()) {
      throw new IOException("its decoded size is not what its header says");
    }
    return RgbImage.wrap(header.width(), header.height(), JpegColour.toRgb(data, header.colour()));
  }
}
