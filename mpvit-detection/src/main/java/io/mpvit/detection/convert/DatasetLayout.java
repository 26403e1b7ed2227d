/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.detection.voc.VocSource;
import io.mpvit.detection.yolo.YoloSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The layouts of data sets that are read. */
public enum DatasetLayout {
  /** {@code instances.json}, or {@code annotations/instances_*.json}, or such a file. */
  COCO,
  /** An XML file per picture. */
  VOC,
  /** A text file per picture, a line per object. */
  YOLO,
  /** A label map per picture. */
  MASKS;

  private static final int DEPTH = 4;

  /**
   * What is to be said of a data set that does not say it itself.
   *
   * @param classes names of the classes; none to take the data set's own
   * @param edges whether boxes of VOC are given by their edges from 0
   * @param pictures where the pictures of COCO's layout are; none if they are at their usual place
   */
  public record Options(List<String> classes, boolean edges, Optional<Path> pictures) {

    /** Copies the list. */
    public Options {
      classes = List.copyOf(classes);
    }

    /** Returns that the data set says everything itself. */
    public static Options none() {
      return new Options(List.of(), false, Optional.empty());
    }
  }

  /**
   * Tells the layout by what is there.
   *
   * @param place a folder, or a file of COCO's layout or {@code data.yaml}
   * @return the layout
   * @throws IOException if it is none that is known, or cannot be listed
   */
  public static DatasetLayout of(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      return place.toString().endsWith(".json") ? COCO : YOLO;
    }
    if (!Files.isDirectory(place)) {
      throw new IOException(place + ": there is no such folder");
    }
    return find(place)
        .orElseThrow(
            () ->
                new IOException(
                    place
                        + ": it has no annotations that are known: neither instances.json (COCO),"
                        + " nor XML files (VOC), nor data.yaml or text files beside pictures"
                        + " (YOLO), nor images and labels (label maps)"));
  }

  /** The layout of a folder, if it is one that is known. */
  static Optional<DatasetLayout> find(Path place) throws IOException {
    if (CocoLayout.isHere(place)) {
      return Optional.of(COCO);
    }
    if (YoloSource.hasYaml(place)) {
      return Optional.of(YOLO);
    }
    Optional<String> ending = firstEnding(place);
    if (ending.isPresent()) {
      return Optional.of(ending.get().equals(".xml") ? VOC : YOLO);
    }
    return MaskSource.isHere(place) ? Optional.of(MASKS) : Optional.empty();
  }

  /** XML files first: lists of pictures are text, too. */
  private static Optional<String> firstEnding(Path folder) throws IOException {
    for (String ending : List.of(".xml", ".txt")) {
      try (Stream<Path> files = Files.walk(folder, DEPTH)) {
        boolean found =
            files.anyMatch(
                file ->
                    file.toString().endsWith(ending) && (ending.equals(".xml") || isYolo(file)));
        if (found) {
          return Optional.of(ending);
        }
      }
    }
    return Optional.empty();
  }

  /** A text file that is a picture's. */
  private static boolean isYolo(Path file) {
    Path folder = file.getParent();
    Path images = Path.of(folder.toString().replaceFirst("labels(?=[/\\\\]?[^/\\\\]*$)", "images"));
    return SourceFolder.picture(List.of(folder, images), "", SourceFolder.stem(file)).isPresent();
  }

  /**
   * Opens a data set.
   *
   * @param place its folder, or a file of COCO's layout or {@code data.yaml}
   * @param options what it does not say itself
   * @param oddities hears of what lists name and is not there
   * @return its parts: {@code train}, {@code val}, {@code test}; the only or main one may be {@code
   *     ""}
   * @throws IOException if it cannot be read, or is of another layout
   */
  public Map<String, AnnotationSource> open(Path place, Options options, Oddities oddities)
      throws IOException {
    return switch (this) {
      case COCO -> CocoLayout.open(place, options.pictures());
      case VOC -> VocSource.open(place, options.classes(), options.edges(), oddities);
      case YOLO -> YoloSource.open(place, options.classes(), oddities);
      case MASKS -> MaskSource.open(place, options.classes());
    };
  }
}
