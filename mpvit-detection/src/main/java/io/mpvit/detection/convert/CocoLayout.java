/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.source.AnnotationSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where data sets in COCO's layout have their files. */
final class CocoLayout {

  private static final String OURS = "instances.json";
  private static final String ROBOFLOW = "_annotations.coco.json";
  private static final String IMAGES = "images";

  private CocoLayout() {}

  /** Tells whether a folder looks like one. */
  static boolean isHere(Path folder) throws IOException {
    return !files(folder).isEmpty();
  }

  /** The parts by name; each is read when it is opened. */
  static Map<String, AnnotationSource> open(Path place, Optional<Path> pictures)
      throws IOException {
    Map<String, AnnotationSource> parts = new LinkedHashMap<>();
    if (Files.isRegularFile(place)) {
      Path folder = place.toAbsolutePath().normalize().getParent();
      parts.put("", source(place, folder, pictures.orElse(folder)));
      return parts;
    }
    Map<String, Path> files = files(place);
    if (files.isEmpty()) {
      throw new IOException(
          place + ": there is no " + OURS + " in it and no annotations/instances_*.json");
    }
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      parts.put(
          entry.getKey(),
          source(
              entry.getValue(),
              place,
              pictures.orElseGet(() -> pictures(place, entry.getValue()))));
    }
    return parts;
  }

  private static AnnotationSource source(Path file, Path root, Path pictures) throws IOException {
    return new CocoSource(CocoDataset.read(file), root, pictures);
  }

  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    Path ours = folder.resolve(OURS);
    if (Files.isRegularFile(ours)) {
      files.put("", ours);
      putIfThere(files, "val", folder.resolve("val").resolve(OURS));
      return files;
    }
    putIfThere(files, "", folder.resolve(ROBOFLOW));
    putIfThere(files, "train", folder.resolve("train").resolve(ROBOFLOW));
    putIfThere(files, "val", folder.resolve("valid").resolve(ROBOFLOW));
    putIfThere(files, "test", folder.resolve("test").resolve(ROBOFLOW));
    published(folder, "instances_train").ifPresent(file -> files.put("train", file));
    published(folder, "instances_val").ifPresent(file -> files.put("val", file));
    return files;
  }

  private static void putIfThere(Map<String, Path> files, String part, Path file) {
    if (Files.isRegularFile(file)) {
      files.put(part, file);
    }
  }

  /** COCO's own names have a year, of which the newest is taken. */
  private static Optional<Path> published(Path folder, String prefix) throws IOException {
    Path annotations = folder.resolve("annotations");
    if (!Files.isDirectory(annotations)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(annotations)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + "\\d*\\.json"))
          .max(Comparator.naturalOrder());
    }
  }

  /** Names of pictures begin in {@code images}, in {@code train2017} or at the annotations. */
  private static Path pictures(Path folder, Path file) {
    String own = file.getFileName().toString().replaceAll("^instances_|\\.json$", "");
    return List.of(
            file.resolveSibling(IMAGES), folder.resolve(own), folder.resolve(IMAGES).resolve(own))
        .stream()
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(file.toAbsolutePath().getParent());
  }
}
