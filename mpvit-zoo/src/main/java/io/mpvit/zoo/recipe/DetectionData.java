/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.detection.Categories;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.detection.evaluation.CategoryMapping;
import io.mpvit.detection.training.TrainingPicture;
import io.mpvit.detection.training.TrainingPictures;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A folder in COCO's layout: {@code instances.json} and {@code images}.
 *
 * @param found what can be learned from
 * @param categories class k is the category with the k-th id, or, for COCO itself and networks that
 *     number their outputs so, the one of id k
 * @param digest SHA-256 of the annotations and of which pictures are there, with their files'
 *     lengths
 */
public record DetectionData(TrainingPictures found, Categories categories, String digest)
    implements TrainingData {

  /** The annotations within the folder. */
  public static final String ANNOTATIONS = "instances.json";

  /** The folder of the pictures within the folder. */
  public static final String IMAGES = "images";

  static DetectionData read(Path folder, boolean masks, Consumer<String> warnings)
      throws IOException {
    Path annotations = folder.resolve(ANNOTATIONS);
    CocoDataset dataset = CocoDataset.read(annotations);
    if (dataset.categories().isEmpty()) {
      throw new CocoFormatException(
          dataset.name(), "its list of categories is empty: name what is to be learned there");
    }
    if (dataset.annotationCount() == 0) {
      dataset.faults(masks).forEach(warnings);
      throw new CocoFormatException(
          dataset.name(), "it has no annotations: there is nothing to learn");
    }
    TrainingPictures found = TrainingPictures.of(dataset, folder.resolve(IMAGES), masks, warnings);
    Categories categories = CategoryMapping.ofData(dataset);
    found
        .neverOccurring(categories.labels().names())
        .ifPresent(line -> warnings.accept(dataset.name() + ": " + line));
    // Reading all pictures would take hours; changed ones rarely keep their length.
    StringBuilder pictures = new StringBuilder();
    for (TrainingPicture picture : found.pictures()) {
      pictures.append(picture.id()).append(' ').append(Files.size(picture.file())).append(',');
    }
    String digest = Sha256.of(Sha256.of(annotations) + ":" + pictures);
    return new DetectionData(found, categories, digest);
  }

  /** COCO itself with its ids as class indices; any other data as they are. */
  DetectionData numberedByCocoIds() {
    if (!categories.equals(CocoCategories.categories())) {
      return this;
    }
    Categories byId = CocoLogits.categories();
    return new DetectionData(
        found.renumbered(k -> categories.get(k).id(), byId.size()), byId, digest);
  }

  /** Only the pictures that show an object. */
  DetectionData withObjects() throws IOException {
    return new DetectionData(found.withObjects(), categories, digest);
  }

  @Override
  public ClassLabels labels() {
    return categories.labels();
  }

  @Override
  public long pictures() {
    return found.pictures().size();
  }

  @Override
  public String summary() {
    return "%d pictures, %d objects, %d classes; dropped %d crowds; skipped %d objects and %d pictures"
        .formatted(
            pictures(),
            found.objects(),
            found.classes(),
            found.crowds(),
            found.skippedObjects(),
            found.skippedPictures());
  }
}
