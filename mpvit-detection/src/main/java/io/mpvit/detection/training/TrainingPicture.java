/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.training;

import io.mpvit.detection.augment.Annotation;
import io.mpvit.image.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A picture to learn from.
 *
 * @param id its number in the data set
 * @param file the picture
 * @param size its size as the data set says
 * @param objects what is on it; none is fine
 */
public record TrainingPicture(long id, Path file, ImageSize size, List<Annotation> objects) {

  /** Copies the list. */
  public TrainingPicture {
    objects = List.copyOf(objects);
  }

  /** The same picture with classes numbered otherwise. */
  TrainingPicture renumbered(IntUnaryOperator numbers) {
    return new TrainingPicture(
        id,
        file,
        size,
        objects.stream()
            .map(object -> object.ofClass(numbers.applyAsInt(object.classIndex())))
            .toList());
  }
}
