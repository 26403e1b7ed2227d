/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.classification.ImageNetClasses;
import io.mpvit.detection.Categories;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.preset.Presets;
import java.util.List;
import java.util.Optional;

/** Names for the classes of a network. */
final class ClassNames {

  private ClassNames() {}

  /** The classes of a classifier: those that its file names; else ImageNet's, or numbered. */
  static List<String> classified(LoadedNetwork<?> model) {
    int classes = Presets.of(model.card()).classes(model.block());
    List<String> known = ImageNetClasses.names();
    return model
        .labels()
        .map(ClassLabels::names)
        .orElseGet(() -> known.size() == classes ? known : ClassLabels.numbered(classes).names());
  }

  /**
   * The categories of a detector: those that its file names; else COCO's if their number is right
   * (80, or 91 that are numbered by COCO's ids), else numbered ones whose ids are the class
   * indices.
   */
  static Categories detected(LoadedNetwork<?> model) {
    int classes = Presets.of(model.card()).classes(model.block());
    Optional<Categories> coco = CocoLogits.ofOutputs(classes);
    return model
        .labels()
        // COCO's own have better colours, and their numbers, which some files leave out
        .filter(labels -> coco.filter(known -> isSame(labels, known.labels())).isEmpty())
        .map(Categories::of)
        .or(() -> coco)
        .orElseGet(() -> Categories.of(ClassLabels.numbered(classes)));
  }

  private static boolean isSame(ClassLabels labels, ClassLabels known) {
    return labels.names().equals(known.names())
        && (labels.ids().isEmpty() || labels.ids().equals(known.ids()));
  }
}
