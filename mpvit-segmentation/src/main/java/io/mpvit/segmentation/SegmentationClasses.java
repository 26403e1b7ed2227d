/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.visualize.Palette;
import java.util.List;
import java.util.Objects;

/**
 * The classes that a segmenter knows, in the order of its class indices.
 *
 * @param names one name per class index
 * @param palette one colour per class index; colours need not differ
 */
public record SegmentationClasses(List<String> names, Palette palette) {

  private static final String BACKGROUND = "background";

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SegmentationClasses {
    names = List.copyOf(names);
    Objects.requireNonNull(palette, "palette");
    if (names.isEmpty()) {
      throw new IllegalArgumentException("expected at least one class, found none");
    }
  }

  /**
   * Classes without colours of their own.
   *
   * @param names one name per class index
   * @return classes with well separated colours; one that is called {@code background} is black, as
   *     in PASCAL VOC, so that it does not glow around all others
   */
  public static SegmentationClasses of(List<String> names) {
    Palette palette = Palette.generated(Math.max(names.size(), 1));
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(BACKGROUND)) {
        palette = palette.with(i, 0x000000);
      }
    }
    return new SegmentationClasses(names, palette);
  }

  /** The number of classes. */
  public int size() {
    return names.size();
  }

  /**
   * The name of a class.
   *
   * @param index class index
   * @return its name
   * @throws IllegalArgumentException if there is no such class
   */
  public String name(int index) {
    if (index < 0 || index >= names.size()) {
      throw new IllegalArgumentException(
          "class index must be below " + names.size() + ", found " + index);
    }
    return names.get(index);
  }

  /**
   * The colour of a class.
   *
   * @param index class index
   * @return {@code 0xRRGGBB}
   * @throws IllegalArgumentException if there is no such class
   */
  public int colour(int index) {
    name(index);
    return palette.colour(index);
  }
}
