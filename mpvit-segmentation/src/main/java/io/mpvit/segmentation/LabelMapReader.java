/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.image.ImageSize;
import io.mpvit.image.IndexPicture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads label maps from PNG files of one channel: grey levels are class indices as they are, and so
 * are the indices of palette pictures, whatever their colours and transparency.
 */
public final class LabelMapReader {

  private static final int HEAD = 64;

  private LabelMapReader() {}

  /**
   * Tells the size of a label map without decoding it.
   *
   * @param file a grey or palette PNG
   * @return its height and width; empty if it is no sound PNG, of which {@link #read} says more
   * @throws IOException naming the file, if it is not there or cannot be read
   */
  public static Optional<ImageSize> size(Path file) throws IOException {
    requireFile(file);
    try (InputStream in = Files.newInputStream(file)) {
      return IndexPicture.pngSize(in.readNBytes(HEAD));
    }
  }

  /**
   * Reads a label map.
   *
   * @param file a grey or palette PNG of up to 16 bits
   * @return its class indices
   * @throws IOException naming the file, if it cannot be read or is a colour picture
   */
  public static LabelMap read(Path file) throws IOException {
    requireFile(file);
    try {
      IndexPicture picture = IndexPicture.decode(Files.readAllBytes(file));
      return new LabelMap(picture.size(), picture.values());
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("cannot read label map " + file + ": " + reason, e);
    }
  }

  private static void requireFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("cannot read label map " + file + ": there is no such file");
    }
  }
}
