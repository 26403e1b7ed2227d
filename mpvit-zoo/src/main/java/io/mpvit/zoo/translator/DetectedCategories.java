/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.weights.ClassLabels;
import java.util.List;

/** What detectors tell apart. */
final class DetectedCategories {

  private DetectedCategories() {}

  /** The names of the published detectors' classes, if one of them has so many. */
  static List<String> publishedNames(int classes) {
    return CocoLogits.ofOutputs(classes).map(DetectedCategories::names).orElse(List.of());
  }

  /** COCO's categories for COCO's names; else the labels' ids, or the class indices. */
  static Categories of(ClassLabels labels) {
    return CocoLogits.ofOutputs(labels.size())
        .filter(coco -> names(coco).equals(labels.names()))
        .orElseGet(() -> Categories.of(labels));
  }

  private static List<String> names(Categories categories) {
    return categories.items().stream().map(Category::name).toList();
  }
}
