/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a backbone made of a picture, in Java's own memory.
 *
 * @param picture the picture
 * @param seen the size at which the network saw it, which the maps' strides divide
 * @param maps one per feature, finest first; without what the network's padding became
 */
public record FeatureResult(Picture picture, ImageSize seen, List<FeatureMap> maps) {

  /** Copies the list. */
  public FeatureResult {
    maps = List.copyOf(maps);
  }

  /**
   * Finds a map.
   *
   * @param name a feature's name, such as {@code stage4}
   * @return its map
   * @throws IllegalArgumentException if there is no such feature; the message lists those that are
   */
  public FeatureMap map(String name) {
    return maps.stream()
        .filter(map -> map.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no feature "
                        + name
                        + ", there are "
                        + maps.stream().map(FeatureMap::name).toList()));
  }

  /**
   * The coarsest map, which knows most of what there is and least of where.
   *
   * @return the last map
   */
  public FeatureMap coarsest() {
    return maps.get(maps.size() - 1);
  }

  @Override
  public String toString() {
    return picture.name()
        + ": "
        + maps.stream().map(FeatureMap::toString).collect(Collectors.joining(", "));
  }
}
