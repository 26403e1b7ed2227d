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
   * Lists the files in a folder that are pictures by their ending, without those of folders below
   * it. Hidden files do not count.
   *
   * @param folder a folder
   * @return paths relative to it, sorted as text
   * @throws IOException if it cannot be read
   */
  public static List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isPicture(file) && !isHidden(file.getFileName()))
          .filter(file -> !Files.isDirectory(file))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /**
   * Lists all files in and below a folder that are pictures by their ending. Symbolic links count
   * as what they lead to: data sets are often put together of them. Hidden files and what is in
   * hidden folders do not count, such as the {@code ._} files that macOS writes beside pictures.
   *
   * @param folder a folder
   * @return paths relative to it, with {@code /} between their parts, sorted as text
   * @throws IOException if something in it cannot be read, or a link leads back to a folder above
   *     it
   */
  public static List<String> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(
              file ->
                  isPicture(file) && !isHidden(folder.relativize(file)) && !Files.isDirectory(file))
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      // A folder below it, or a circle of links. Java's message is the path alone.
      throw new IOException(folder + ": cannot be listed: " + e.getCause(), e.getCause());
    }
  }

  /**
   * Tells whether a path has a hidden part.
   *
   * @param path relative to a folder that is not asked about
   * @return whether a file or a folder on the way begins with a dot
   */
  public static boolean isHidden(Path path) {
    for (Path part : path) {
      String name = part.toString();
      if (name.startsWith(".") && !name.equals(".") && !name.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }
}
