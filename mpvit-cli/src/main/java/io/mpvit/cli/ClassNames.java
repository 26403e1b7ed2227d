/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.Categories;
import io.mpvit.detection.coco.CocoLogits;
import java.util.List;
import java.util.stream.IntStream;

/** Names for the classes of a network. */
final class ClassNames {

  private ClassNames() {}

  /** What classes are called whose names are not known. */
  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class_" + i).toList();
  }

  /**
   * The categories of a detector: COCO's if their number is right (80, or 91 that are numbered by
   * COCO's ids), else numbered ones whose ids are the class indices.
   */
  static Categories detected(int classes) {
    return CocoLogits.ofOutputs(classes).orElseGet(() -> Categories.ofNames(numbered(classes)));
  }
}
