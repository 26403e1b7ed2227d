/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.voc;

import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a folder has its files: as Pascal VOC does ({@code Annotations}, {@code JPEGImages}, {@code
 * ImageSets}), or XML files beside their pictures.
 *
 * @param root the folder
 */
record VocLayout(Path root) {

  private static final String ANNOTATIONS = "Annotations";
  private static final List<String> PICTURES = List.of("JPEGImages", "images", "Images");
  private static final List<String> LISTS = List.of("ImageSets/Main", "ImageSets/Segmentation");

  /** The usual names of the parts, and those of some tools. */
  private static final Map<String, List<String>> PARTS = parts();

  private static Map<String, List<String>> parts() {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    parts.put("train", List.of("train"));
    parts.put("val", List.of("val", "valid"));
    parts.put("test", List.of("test"));
    return parts;
  }

  private Path annotations() {
    Path usual = root.resolve(ANNOTATIONS);
    Path small = root.resolve("annotations");
    return Files.isDirectory(usual) ? usual : Files.isDirectory(small) ? small : root;
  }

  /** All XML files. */
  List<Path> files() throws IOException {
    return SourceFolder.files(annotations(), ".xml");
  }

  /** The parts that lists or folders make; "" has what none is for if there is no train. */
  Map<String, List<Path>> splits(Oddities oddities) throws IOException {
    Map<String, List<Path>> splits = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
      for (String name : part.getValue()) {
        List<Path> files = split(name, oddities);
        if (!files.isEmpty()) {
          splits.putIfAbsent(part.getKey(), files);
        }
      }
    }
    if (!splits.containsKey("train")) {
      List<Path> rest = new ArrayList<>(files());
      splits.values().forEach(others -> rest.removeAll(new HashSet<>(others)));
      splits.put("", rest);
    }
    return splits;
  }

  /** A part by the name of its list or folder. */
  List<Path> split(String name, Oddities oddities) throws IOException {
    for (String lists : LISTS) {
      Path list = root.resolve(lists).resolve(name + ".txt");
      if (Files.isRegularFile(list)) {
        return listed(list, oddities);
      }
    }
    Path folder = annotations().resolve(name);
    return Files.isDirectory(folder) ? SourceFolder.files(folder, ".xml") : List.of();
  }

  /** A line is the stem of a picture; what may stand behind it is for other purposes. */
  private List<Path> listed(Path list, Oddities oddities) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String line : TextFile.read(list).lines().toList()) {
      String stem = line.strip().split("\\s+")[0];
      if (stem.isEmpty()) {
        continue;
      }
      Path file = annotations().resolve(stem + ".xml").normalize();
      if (Files.isRegularFile(file) && file.startsWith(annotations().normalize())) {
        files.add(file);
      } else {
        oddities.add(Oddity.BAD_ENTRY, list.toString(), "there is no file " + file);
      }
    }
    return files;
  }

  /** The picture that belongs to an XML file. */
  Optional<Path> picture(Path file, String name) {
    List<Path> folders = new ArrayList<>();
    Path below = annotations().relativize(file.getParent());
    for (String pictures : PICTURES) {
      folders.add(root.resolve(pictures).resolve(below));
      folders.add(root.resolve(pictures));
    }
    folders.add(file.getParent());
    folders.add(root);
    return SourceFolder.picture(folders, name, SourceFolder.stem(file));
  }

  /** The bitmap of a picture's objects. */
  Optional<Path> masks(Path file) {
    Path masks = root.resolve("SegmentationObject").resolve(SourceFolder.stem(file) + ".png");
    return Files.isRegularFile(masks) ? Optional.of(masks) : Optional.empty();
  }
}
