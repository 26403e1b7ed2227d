/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.yolo;

import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.file.TextFile;
import io.mpvit.image.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pictures of a part: those in some folders, or those that lists name.
 *
 * @param places folders of pictures, and text files with a picture per line
 */
record YoloPart(List<Path> places) {

  private static final String IMAGES = "images";
  private static final Set<String> NO_LABELS =
      Set.of("classes.txt", "train.txt", "val.txt", "test.txt");

  YoloPart {
    places = List.copyOf(places);
  }

  /** Pictures that exist, sorted within their folder, or as listed. */
  List<Path> pictures(Oddities oddities) throws IOException {
    Stream<Path> all = Stream.empty();
    for (Path place : places) {
      Stream<Path> some =
          Files.isDirectory(place)
              ? PictureFiles.below(place).stream().map(place::resolve)
              : listed(place, oddities).stream();
      all = Stream.concat(all, some);
    }
    return all.distinct().toList();
  }

  private static List<Path> listed(Path list, Oddities oddities) throws IOException {
    return TextFile.read(list)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .flatMap(line -> listed(list, line, oddities).stream())
        .toList();
  }

  private static Optional<Path> listed(Path list, String line, Oddities oddities) {
    try {
      Path file = list.resolveSibling(line).normalize();
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    } catch (InvalidPathException e) {
      oddities.add(Oddity.BAD_ENTRY, list.toString(), "no file has the name '" + line + "'");
      return Optional.empty();
    }
    oddities.add(Oddity.MISSING_PICTURE, list.toString(), "there is no picture " + line);
    return Optional.empty();
  }

  /** The file of a picture's labels: in {@code labels} beside {@code images}, or beside it. */
  static Optional<Path> labels(Path picture) {
    String name = SourceFolder.stem(picture) + ".txt";
    return Stream.concat(labelFolder(picture.getParent()).stream(), Stream.of(picture.getParent()))
        .map(folder -> folder.resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The last {@code images} of a path becomes {@code labels}. */
  private static Optional<Path> labelFolder(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    for (int i = whole.getNameCount() - 1; i >= 0; i--) {
      if (whole.getName(i).toString().equals(IMAGES)) {
        Path above = i == 0 ? whole.getRoot() : whole.getRoot().resolve(whole.subpath(0, i));
        Path labels = above.resolve("labels");
        return Optional.of(
            i + 1 == whole.getNameCount()
                ? labels
                : labels.resolve(whole.subpath(i + 1, whole.getNameCount())));
      }
    }
    return Optional.empty();
  }

  /** Says which files of labels have none of some pictures. */
  void reportOrphans(Collection<Path> pictures, Oddities oddities) throws IOException {
    Set<Path> used = new HashSet<>();
    for (Path picture : pictures) {
      labels(picture).ifPresent(file -> used.add(file.toAbsolutePath().normalize()));
    }
    for (Path place : places) {
      Path folder = Files.isDirectory(place) ? labelFolder(place).orElse(place) : null;
      if (folder == null || !Files.isDirectory(folder)) {
        continue;
      }
      for (Path file : SourceFolder.files(folder, ".txt")) {
        String name = file.getFileName().toString();
        if (!NO_LABELS.contains(name) && !used.contains(file.toAbsolutePath().normalize())) {
          oddities.add(Oddity.MISSING_PICTURE, file.toString(), "it has no picture");
        }
      }
    }
  }
}
