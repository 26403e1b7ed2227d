/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Finds the decoder that comes with the JDK, whatever plug-ins the application brings; for formats
 * that the JDK knows badly or not at all a plug-in.
 */
final class JdkReaders {
  private JdkReaders() {}

  /** Something to do with an opened reader. */
  interface Use<T> {
    T apply(ImageReader reader) throws IOException;
  }

  /** Opens the file in memory, applies, and frees the decoder's native memory. */
  static <T> T with(byte[] file, ImageFormat format, Use<T> use) throws IOException {
    ImageReader reader = find(format);
    try (ImageInputStream in = new MemoryInput(file)) {
      // Metadata is needed for GIF only; elsewhere it is more to go wrong.
      reader.setInput(in, !isForPlugins(format), format != ImageFormat.GIF);
      return use.apply(reader);
    } finally {
      reader.dispose();
    }
  }

  private static boolean isForPlugins(ImageFormat format) {
    return format == ImageFormat.WEBP || format == ImageFormat.TIFF;
  }

  private static ImageReader find(ImageFormat format) throws IOException {
    Iterator<ImageReader> all = ImageIO.getImageReadersByFormatName(format.name());
    ImageReader first = null;
    while (all.hasNext()) {
      ImageReader reader = all.next();
      boolean own = reader.getClass().getName().startsWith("com.sun.imageio.");
      if (own != isForPlugins(format)) {
        return reader;
      }
      first = first == null ? reader : first;
    }
    if (first == null) {
      throw new NoDecoderException(format, isForPlugins(format));
    }
    return first;
  }
}
