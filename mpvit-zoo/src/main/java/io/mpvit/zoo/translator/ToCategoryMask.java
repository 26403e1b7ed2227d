/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.CategoryMask;
import io.mpvit.segmentation.LabelMap;
import java.util.List;
import java.util.function.Function;

/**
 * From a label map to DJL's category mask: one class index per pixel, row by row. What it prints is
 * short.
 *
 * @param names class names by index
 */
public record ToCategoryMask(List<String> names) implements Function<LabelMap, CategoryMask> {

  /** Copies the names. */
  public ToCategoryMask {
    names = List.copyOf(names);
  }

  @Override
  public CategoryMask apply(LabelMap map) {
    int width = map.size().width();
    short[] labels = map.toArray();
    int[][] rows = new int[map.size().height()][width];
    for (int i = 0; i < labels.length; i++) {
      rows[i / width][i % width] = Short.toUnsignedInt(labels[i]);
    }
    return new BriefCategoryMask(names, rows);
  }
}
