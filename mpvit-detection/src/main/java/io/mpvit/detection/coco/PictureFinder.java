/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.PictureFiles;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the files of a data set's pictures. A {@code file_name} may have backslashes, may begin at
 * the folder of the pictures, at that of the annotations or at one above, may have been written on
 * another machine, and may be a URL; what counts then is as much of its end as exists.
 */
public final class PictureFinder {
  private static final int FOLDERS_ABOVE = 2;

  private final CocoDataset dataset;
  private final Path folder;
  private final List<Path> bases = new ArrayList<>();

  /** Who has a file already that was found by a part of its name only. */
  private final Map<Path, Long> taken = new HashMap<>();

  /**
   * Prepares.
   *
   * @param dataset the entries; its name is the annotation file, if it was read from one
   * @param folder where the pictures should be
   */
  public PictureFinder(CocoDataset dataset, Path folder) {
    this.dataset = dataset;
    this.folder = folder;
    bases.add(folder);
    Path above = parent(dataset.name());
    for (int i = 0; i < FOLDERS_ABOVE && above != null; i++) {
      bases.add(above);
      above = above.toAbsolutePath().normalize().getParent();
    }
    List<CocoImage> images = dataset.images();
    images.forEach(
        image -> find(image).filter(Found::whole).ifPresent(found -> claim(found, image)));
    images.forEach(image -> find(image).ifPresent(found -> claim(found, image)));
  }

  private static Path parent(String name) {
    try {
      Path file = Path.of(name);
      return Files.isRegularFile(file) ? file.toAbsolutePath().normalize().getParent() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Pictures of two folders can have one name, and there may be only one of them. */
  private void claim(Found found, CocoImage image) {
    taken.putIfAbsent(found.file(), image.id());
  }

  /**
   * A file.
   *
   * @param whole whether it was found by all of its name
   */
  private record Found(Path file, boolean whole) {}

  /**
   * Fills in the sizes that entries lack, from the pictures.
   *
   * @param dataset the entries
   * @param folder where the pictures are
   * @return the data set with the sizes of upright pictures, as far as they can be read
   */
  public static CocoDataset sized(CocoDataset dataset, Path folder) {
    if (dataset.images().stream().allMatch(image -> image.size() != null)) {
      return dataset;
    }
    PictureFinder finder = new PictureFinder(dataset, folder);
    return dataset.withSizes(
        image -> {
          try {
            return ImageReader.size(finder.file(image), Orientation.HONOUR_EXIF);
          } catch (ImageReadException e) {
            return null; // whoever needs the picture says so
          }
        });
  }

  /**
   * Finds a picture.
   *
   * @param image its entry
   * @return an existing file
   * @throws ImageReadException if there is none, the entry has no name, or the file is another
   *     entry's
   */
  public Path file(CocoImage image) throws ImageReadException {
    String id = dataset.imageId(image.id());
    if (image.fileName() == null) {
      throw new ImageReadException("of image " + id, "its entry has no file_name");
    }
    Optional<Found> found = find(image);
    if (found.isEmpty()) {
      throw new ImageReadException(plain(image.fileName()), "there is no such file");
    }
    Path file = found.get().file();
    long first = taken.getOrDefault(file, image.id());
    if (!found.get().whole() && first != image.id()) {
      throw new ImageReadException(
          file.toString(),
          "images %s and %s both lead to it".formatted(dataset.imageId(first), id));
    }
    return file;
  }

  /** The usual place in messages. */
  private String plain(String name) {
    try {
      return folder.resolve(name).toString();
    } catch (InvalidPathException e) {
      return name + " (which is no file name)";
    }
  }

  private Optional<Found> find(CocoImage image) {
    if (image.fileName() == null || image.fileName().isBlank()) {
      return Optional.empty();
    }
    String name = image.fileName();
    List<String> forms = new ArrayList<>();
    forms.add(name);
    String slashes = withoutScheme(name).replace('\\', '/');
    forms.add(slashes);
    Optional<Found> whole = firstOf(forms).map(file -> new Found(file, true));
    return whole.isPresent() ? whole : firstOf(endsOf(slashes)).map(file -> new Found(file, false));
  }

  /** Less and less of a name: the folders at its beginning may be those of another machine. */
  private static List<String> endsOf(String name) {
    List<String> ends = new ArrayList<>();
    for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
      ends.add(name.substring(i + 1));
    }
    return ends;
  }

  private Optional<Path> firstOf(List<String> names) {
    return names.stream()
        .flatMap(name -> bases.stream().flatMap(base -> existing(base, name).stream()))
        .findFirst();
  }

  private static String withoutScheme(String name) {
    int scheme = name.indexOf("://");
    if (scheme < 0) {
      return name;
    }
    String path = name.substring(scheme + 3);
    int query = path.replace('#', '?').indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private static Optional<Path> existing(Path base, String name) {
    try {
      Path relative = Path.of(name);
      Path file = base.resolve(relative);
      boolean found =
          !name.isEmpty()
              && Files.isRegularFile(file)
              && (relative.isAbsolute() || !PictureFiles.isHidden(relative));
      return found ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
