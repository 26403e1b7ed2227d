/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.weights.ClassLabels;
import java.util.List;

/** What detectors tell apart. */
final class DetectedCategories {

  private DetectedCategories() {}

  /** The names of the published detectors' classes. */
  static List<String> publishedNames() {
    return CocoCategories.categories().items().stream().map(Category::name).toList();
  }

  /** COCO's categories for COCO's names; else the labels' ids, or the class indices. */
  static Categories of(ClassLabels labels) {
    return labels.names().equals(publishedNames())
        ? CocoCategories.categories()
        : Categories.of(labels);
  }
}
