/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.convert.DatasetLayout;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.SourceFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which data set a command reads, and how. */
final class DatasetOptions {

  @Option(
      names = "--from",
      paramLabel = "voc|yolo|coco|masks",
      description = "The layout of DIR (default: by what is there).")
  private DatasetLayout layout;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "Names of the classes, one per line: which of VOC's to take, and in which order; the"
              + " names of YOLO's numbers, or of the values of label maps.")
  private Path classes;

  @Option(
      names = "--edges",
      description =
          "VOC: boxes are given by their edges, from 0, as some tools write them. As published,"
              + " they are given by their first and last pixels, from 1.")
  private boolean edges;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "COCO: where the pictures are, if not beside their annotations.")
  private Path images;

  /** The parts of the data set by name. */
  Map<String, AnnotationSource> open(Path folder, Oddities oddities) throws IOException {
    DatasetLayout found = layout == null ? DatasetLayout.of(folder) : layout;
    List<String> names = classes == null ? List.of() : SourceFolder.classNames(classes);
    return found.open(
        folder, new DatasetLayout.Options(names, edges, Optional.ofNullable(images)), oddities);
  }

  /** Says what was odd. */
  static void report(Oddities oddities, PrintWriter err) {
    oddities.lines().forEach(err::println);
    if (!oddities.summary().isEmpty()) {
      err.println("odd: " + String.join("; ", oddities.summary()));
    }
    err.flush();
  }
}
