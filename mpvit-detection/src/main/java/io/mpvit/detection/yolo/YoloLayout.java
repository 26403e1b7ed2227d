/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.yolo;

import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a folder has its files: as {@code data.yaml} says, or, without one, in {@code images} and
 * {@code labels}, with the parts in folders above or below these, or side by side.
 *
 * @param root the folder
 * @param yaml what its file says, if there is one
 * @param yamlFile that file
 */
record YoloLayout(Path root, Optional<DataYaml> yaml, Optional<Path> yamlFile) {

  /** The usual names of the parts, and those of some tools. */
  private static final Map<String, List<String>> PARTS =
      Map.of("train", List.of("train"), "val", List.of("val", "valid"), "test", List.of("test"));

  private static final List<String> ORDER = List.of("train", "val", "test");

  /** Looks for the file in a folder; the file itself may be given, too. */
  static YoloLayout of(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      Path folder = place.toAbsolutePath().getParent();
      return new YoloLayout(folder, Optional.of(DataYaml.read(place)), Optional.of(place));
    }
    Optional<Path> file = yamlIn(place);
    return new YoloLayout(
        place, file.isPresent() ? Optional.of(DataYaml.read(file.get())) : Optional.empty(), file);
  }

  /** The file that says where everything is: {@code data.yaml}, or the only one. */
  static Optional<Path> yamlIn(Path folder) throws IOException {
    for (String name : List.of("data.yaml", "data.yml", "dataset.yaml")) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return Optional.of(folder.resolve(name));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> file.toString().matches(".*\\.ya?ml")).limit(2).toList();
      return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
  }

  /** The names of the classes. */
  List<String> names() throws IOException {
    List<String> named = yaml.map(file -> file.get("names")).orElse(List.of());
    if (!named.isEmpty()) {
      return named;
    }
    List<String> files = List.of("classes.txt", "labels/classes.txt", "obj.names", "labels.txt");
    for (String name : files) {
      if (Files.isRegularFile(root.resolve(name))) {
        return SourceFolder.classNames(root.resolve(name));
      }
    }
    throw new IOException(
        root
            + ": nothing names its classes: neither names in data.yaml nor classes.txt; give a file"
            + " with a name per line");
  }

  /** The parts; without one for training there is also all as "". */
  Map<String, YoloPart> parts(Oddities oddities) {
    Map<String, YoloPart> parts = new LinkedHashMap<>();
    for (String part : ORDER) {
      List<Path> places = yaml.isPresent() ? ofYaml(part, oddities) : List.of();
      if (places.isEmpty()) {
        places = usual(part);
      }
      if (!places.isEmpty()) {
        parts.put(part, new YoloPart(places));
      }
    }
    if (parts.isEmpty() || !parts.containsKey("train") && yaml.isEmpty()) {
      Path images = root.resolve("images");
      parts.put("", new YoloPart(List.of(Files.isDirectory(images) ? images : root)));
    }
    return parts;
  }

  private List<Path> usual(String part) {
    for (String name : PARTS.get(part)) {
      for (String place : List.of("images/" + name, name + "/images", name)) {
        if (Files.isDirectory(root.resolve(place))) {
          return List.of(root.resolve(place));
        }
      }
    }
    return List.of();
  }

  private List<Path> ofYaml(String part, Oddities oddities) {
    List<Path> places = new ArrayList<>();
    for (String place : yaml.orElseThrow().get(part)) {
      if (place.isEmpty() || place.equals("null") || place.equals("~")) {
        continue; // tools write keys without a value
      }
      Optional<Path> found = existing(place);
      if (found.isPresent()) {
        places.add(found.get());
      } else {
        oddities.add(
            Oddity.BAD_ENTRY,
            yamlFile.orElse(root) + ": " + part,
            "there is no folder and no list " + place);
      }
    }
    return places;
  }

  /** The path in the file may be that of another machine, or begin where a tool was started. */
  private Optional<Path> existing(String place) {
    List<String> path = yaml.orElseThrow().get("path");
    String own = place.replaceFirst("^(\\.\\./)+", "");
    try {
      return Stream.concat(
              path.stream().map(base -> root.resolve(base).resolve(place)),
              Stream.of(root.resolve(place), root.resolve(own)))
          .filter(file -> Files.isDirectory(file) || isList(file))
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isList(Path file) {
    return Files.isRegularFile(file) && file.toString().endsWith(".txt");
  }
}
