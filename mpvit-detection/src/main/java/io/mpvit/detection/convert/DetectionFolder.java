/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A folder that detectors learn from or are scored on: {@code instances.json} and {@code images},
 * or a data set as VOC, YOLO or COCO have it.
 *
 * @param dataset the entries
 * @param pictures where the names of pictures begin
 * @param digest SHA-256 of the annotations in COCO's layout; none if they are such a file
 */
public record DetectionFolder(CocoDataset dataset, Path pictures, Optional<String> digest) {

  /** The annotations within a folder of our own layout. */
  public static final String ANNOTATIONS = "instances.json";

  /** The folder of the pictures within it. */
  public static final String IMAGES = "images";

  private static final String VALIDATION = "val";
  private static final List<String> TRAINING = List.of("", "train");
  private static final Set<DatasetLayout> READ =
      EnumSet.of(DatasetLayout.COCO, DatasetLayout.VOC, DatasetLayout.YOLO);

  /**
   * Reads what is to be learned.
   *
   * @param folder the folder; of a data set with parts the one for training
   * @param warnings gets a line for what is odd and left out
   * @return the data
   * @throws IOException if they cannot be read
   */
  public static DetectionFolder training(Path folder, Consumer<String> warnings)
      throws IOException {
    return read(folder, TRAINING, warnings);
  }

  /**
   * Reads what is to be scored.
   *
   * @param folder {@code val} in the folder of the training data
   * @param warnings gets a line for what is odd and left out
   * @return what it holds, or the part for validation of the data set around it
   * @throws IOException if they cannot be read
   */
  public static DetectionFolder validation(Path folder, Consumer<String> warnings)
      throws IOException {
    Path around = folder.toAbsolutePath().normalize().getParent();
    return !Files.isRegularFile(folder.resolve(ANNOTATIONS)) && hasPart(around)
        ? read(around, List.of(VALIDATION), warnings)
        : read(folder, TRAINING, warnings);
  }

  /**
   * Reads a part of a data set for an evaluation.
   *
   * @param folder the folder
   * @param warnings gets a line for what is odd and left out
   * @return its part for validation, or everything if it has no parts
   * @throws IOException if they cannot be read
   */
  public static DetectionFolder evaluation(Path folder, Consumer<String> warnings)
      throws IOException {
    return read(folder, List.of(VALIDATION, "", "test"), warnings);
  }

  /**
   * Tells whether there is something to score.
   *
   * @param folder the folder of the training data
   * @return whether it has a folder {@code val} or a part for validation
   * @throws IOException if it cannot be listed, or is a data set that cannot be read
   */
  public static boolean hasValidation(Path folder) throws IOException {
    return Files.isDirectory(folder.resolve(VALIDATION)) || hasPart(folder);
  }

  private static boolean hasPart(Path folder) throws IOException {
    Optional<DatasetLayout> layout = layout(folder);
    return layout.isPresent() && open(layout.get(), folder, new Oddities()).containsKey(VALIDATION);
  }

  /** None if it is of our own layout, or of none that is known. */
  private static Optional<DatasetLayout> layout(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || Files.isRegularFile(folder.resolve(ANNOTATIONS))) {
      return Optional.empty();
    }
    return DatasetLayout.find(folder).filter(READ::contains);
  }

  private static Map<String, AnnotationSource> open(
      DatasetLayout layout, Path folder, Oddities oddities) throws IOException {
    return layout.open(folder, DatasetLayout.Options.none(), oddities);
  }

  private static DetectionFolder read(Path folder, List<String> parts, Consumer<String> warnings)
      throws IOException {
    Optional<DatasetLayout> layout = layout(folder);
    if (layout.isEmpty()) {
      CocoDataset dataset = CocoDataset.read(folder.resolve(ANNOTATIONS));
      return new DetectionFolder(dataset, folder.resolve(IMAGES), Optional.empty());
    }
    Oddities oddities = new Oddities();
    Map<String, AnnotationSource> all = open(layout.get(), folder, oddities);
    String part =
        parts.stream()
            .filter(all::containsKey)
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: it has no part %s, only %s"
                            .formatted(
                                folder,
                                parts.get(parts.size() - 1),
                                String.join(", ", all.keySet()))));
    String name = part.isEmpty() ? folder.toString() : folder + ", part " + part;
    CocoConversion.Read read = CocoConversion.read(all.get(part), folder, name, oddities);
    oddities.lines().forEach(warnings);
    oddities.summary().forEach(line -> warnings.accept(name + ": " + line));
    return new DetectionFolder(read.dataset(), folder, Optional.of(read.digest()));
  }
}
