/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.classification.evaluation.ImageFolder.Picture;
import io.mpvit.detection.convert.DetectionFolder;
import io.mpvit.training.augment.RepeatedAugmentation;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A folder with one folder of pictures per class, as ImageNet is kept: {@code train/CLASS/*}, or
 * {@code CLASS/*} where there is no {@code train}; {@code val} is no class.
 *
 * @param folder the pictures to learn from; class k is the k-th folder, sorted as text
 * @param pictures in a round over the data
 * @param digest of the pictures' paths and sizes
 */
public record ClassificationData(ImageFolder folder, long pictures, String digest)
    implements TrainingData {

  private static final String TRAIN = "train";
  private static final String VALIDATION = "val";

  static ClassificationData read(Path data, int repeats, Consumer<String> warnings)
      throws IOException {
    Path train = data.resolve(TRAIN);
    boolean flat = !Files.isDirectory(train);
    if (flat && Files.isDirectory(data.resolve(DetectionFolder.IMAGES))) {
      throw new IOException(
          data
              + ": expected train/CLASS/* or CLASS/*, found "
              + DetectionFolder.IMAGES
              + ", which data for detectors and segmenters have");
    }
    ImageFolder folder =
        flat ? ImageFolder.read(data, name -> !name.equals(VALIDATION)) : ImageFolder.read(train);
    if (folder.classes().size() < 2) {
      throw new IOException(
          folder.folder() + ": expected at least 2 class folders, found " + folder.classes());
    }
    long[] counts = counts(folder);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        Path empty = folder.folder().resolve(folder.classes().get(i));
        warnings.accept(empty + ": there is no picture of this class");
      }
    }
    int round = new RepeatedAugmentation(folder.pictures().size(), repeats, 1).samples();
    return new ClassificationData(folder, round, digest(folder));
  }

  private static long[] counts(ImageFolder folder) {
    long[] counts = new long[folder.classes().size()];
    folder.pictures().forEach(picture -> counts[picture.folderIndex()]++);
    return counts;
  }

  /** Reading all pictures would take hours; changed ones rarely keep name and size. */
  private static String digest(ImageFolder folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Picture picture : folder.pictures()) {
      text.append(picture.file())
          .append('\n')
          .append(Files.size(folder.folder().resolve(picture.file())))
          .append('\n');
    }
    return Sha256.of(text.toString());
  }

  @Override
  public ClassLabels labels() {
    return ClassLabels.ofNames(folder.classes());
  }

  @Override
  public String summary() {
    long[] counts = counts(folder);
    int most = 10;
    String classes =
        IntStream.range(0, Math.min(counts.length, most))
            .mapToObj(i -> folder.classes().get(i) + " " + counts[i])
            .collect(Collectors.joining(", "));
    return "%d pictures, %d classes (%s%s)"
        .formatted(
            folder.pictures().size(), counts.length, classes, counts.length > most ? ", ..." : "");
  }
}
