/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

import io.mpvit.image.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A picture of a data set with its objects.
 *
 * @param id its number, unique in the data set
 * @param name path relative to the data set's folder, with {@code /} between its parts
 * @param file where it is; it exists
 * @param size height and width of the upright picture, as it is read
 * @param objects what it shows; possibly nothing
 */
public record SourcePicture(
    long id, String name, Path file, ImageSize size, List<SourceObject> objects) {

  /** Copies the list. */
  public SourcePicture {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(size, "size");
    objects = List.copyOf(objects);
  }
}
