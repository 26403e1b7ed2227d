/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.classification.ImageNetClasses;
import io.mpvit.detection.Categories;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.segmentation.Ade20kClasses;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.preset.Presets;
import java.util.List;
import java.util.Optional;

/**
 * What a loaded model's classes are called: as the weights' file says; else as the published
 * model's are, if there are as many; else {@code class_0}, {@code class_1}, ...
 */
public final class ModelClasses {

  private ModelClasses() {}

  private static int count(LoadedNetwork<?> model) {
    return Presets.of(model.card()).classes(model.block());
  }

  /**
   * The classes of a classifier; the published ones are ImageNet's.
   *
   * @param model a classifier
   * @return names by class index
   */
  public static List<String> classified(LoadedNetwork<?> model) {
    int classes = count(model);
    List<String> known = ImageNetClasses.names();
    return model
        .labels()
        .map(ClassLabels::names)
        .orElseGet(() -> known.size() == classes ? known : ClassLabels.numbered(classes).names());
  }

  /**
   * The categories of a detector; the published ones are COCO's (80, or 91 that are numbered by
   * COCO's ids). Numbered ones have the class indices as ids.
   *
   * @param model a detector
   * @return categories by class index
   */
  public static Categories detected(LoadedNetwork<?> model) {
    int classes = count(model);
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

  /**
   * The classes of a segmenter; the published ones are ADE20K's.
   *
   * @param model a segmenter
   * @return classes by index
   */
  public static SegmentationClasses segmented(LoadedNetwork<?> model) {
    int classes = count(model);
    SegmentationClasses published = Ade20kClasses.classes();
    if (published.size() == classes
        && model.labels().map(found -> found.names().equals(published.names())).orElse(true)) {
      return published;
    }
    ClassLabels labels = model.labels().orElseGet(() -> ClassLabels.numbered(classes));
    return SegmentationClasses.of(labels.names());
  }
}
