/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Finds the decoder that comes with the JDK, whatever plug-ins the application brings. */
final class JdkReaders {
  private JdkReaders() {}

  /** Something to do with an opened reader. */
  interface Use<T> {
    T apply(ImageReader reader) throws IOException;
  }

  /** Opens the file in memory, applies, and frees the decoder's native memory. */
  static <T> T with(byte[] file, ImageFormat format, Use<T> use) throws IOException {
    ImageReader reader = find(format);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      // Metadata is needed for GIF only; elsewhere it is more to go wrong.
      reader.setInput(in, true, format != ImageFormat.GIF);
      return use.apply(reader);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader find(ImageFormat format) throws IOException {
    Iterator<ImageReader> all = ImageIO.getImageReadersByFormatName(format.name());
    ImageReader first = null;
    while (all.hasNext()) {
      ImageReader reader = all.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
      first = first == null ? reader : first;
    }
    if (first == null) {
      throw new IOException("this Java runtime has no decoder for " + format.title());
    }
    return first;
  }
}
