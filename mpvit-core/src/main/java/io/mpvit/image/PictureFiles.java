/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds pictures in folders. */
public final class PictureFiles {

  /** What counts as a picture; some of these cannot be read, which then is to be reported. */
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif", ".ppm", ".pgm", ".tif", ".tiff", ".webp");

  private PictureFiles() {}

  /**
   * Lists all files in and below a folder that are pictures by their ending. Symbolic links count
   * as what they lead to: data sets are often put together of them.
   *
   * @param folder a folder
   * @return paths relative to it, with {@code /} between their parts, sorted as text
   * @throws IOException if something in it cannot be read, or a link leads back to a folder above
   *     it
   */
  public static List<String> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> isPicture(file) && !Files.isDirectory(file))
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      // A folder below it, or a circle of links. Java's message is the path alone.
      throw new IOException(folder + ": cannot be listed: " + e.getCause(), e.getCause());
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }
}
