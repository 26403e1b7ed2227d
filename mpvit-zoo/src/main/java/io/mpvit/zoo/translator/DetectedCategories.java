/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoLogits;
import java.util.List;

/** What detectors tell apart. */
final class DetectedCategories {

  private DetectedCategories() {}

  /** The names of the published detectors' classes, if one of them has so many. */
  static List<String> publishedNames(int classes) {
    return CocoLogits.ofOutputs(classes).map(DetectedCategories::names).orElse(List.of());
  }

  /** COCO's categories for COCO's names; else the ids are the class indices. */
  static Categories named(List<String> names) {
    return CocoLogits.ofOutputs(names.size())
        .filter(coco -> names(coco).equals(names))
        .orElseGet(() -> Categories.ofNames(names));
  }

  private static List<String> names(Categories categories) {
    return categories.items().stream().map(Category::name).toList();
  }
}
