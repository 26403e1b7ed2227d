/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

import io.mpvit.file.TextFile;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.PictureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for files in a data set's folder.
 *
 * @param root the folder
 */
public record SourceFolder(Path root) {

  private static final List<String> ENDINGS =
      List.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff", "JPG", "JPEG", "PNG");

  /**
   * Lists the files below a folder, without hidden ones; symbolic links count as what they lead to.
   *
   * @param folder a folder
   * @param ending of their names, in small letters, such as {@code .xml}
   * @return sorted as text
   * @throws IOException if something cannot be listed
   */
  public static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(ending))
          .filter(file -> !PictureFiles.isHidden(folder.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw new IOException(folder + ": cannot be listed: " + e.getCause(), e.getCause());
    }
  }

  /**
   * Finds a picture by its name or, since names are often those of another format, by its stem.
   *
   * @param folders where to look, in this order
   * @param name a file name; folders in it do not count
   * @param stem the name without ending to go by if there is no such file
   * @return an existing file
   */
  public static Optional<Path> picture(List<Path> folders, String name, String stem) {
    String last = name.replace('\\', '/');
    last = last.substring(last.lastIndexOf('/') + 1);
    for (Path folder : folders) {
      Optional<Path> named = existing(folder, last);
      if (named.isPresent()) {
        return named;
      }
    }
    for (Path folder : folders) {
      for (String ending : ENDINGS) {
        Optional<Path> found = existing(folder, stem + "." + ending);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> existing(Path folder, String name) {
    try {
      Path file = folder.resolve(name);
      return !name.isBlank() && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a picture's size.
   *
   * @param file the picture
   * @param oddities hears of a picture that cannot be read
   * @return the size of the upright picture
   */
  public static Optional<ImageSize> size(Path file, Oddities oddities) {
    try {
      return Optional.of(ImageReader.size(file, Orientation.HONOUR_EXIF));
    } catch (ImageReadException e) {
      oddities.add(Oddity.BROKEN_PICTURE, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns a file's name in this data set.
   *
   * @param file a file, possibly not below the folder
   * @return the path relative to the folder, with {@code /} between its parts
   */
  public String name(Path file) {
    Path from = root.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    Path name = from.getRoot().equals(to.getRoot()) ? from.relativize(to) : to;
    return name.toString().replace('\\', '/');
  }

  /**
   * Returns a file's name without folder and ending.
   *
   * @param file a file
   * @return its stem
   */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * Reads the names of classes, one per line.
   *
   * @param file text
   * @return the names; blank lines do not count
   * @throws IOException if it cannot be read, or has none
   */
  public static List<String> classNames(Path file) throws IOException {
    List<String> names =
        TextFile.read(file).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new IOException(file + ": expected one class name per line, found none");
    }
    return names;
  }
}
