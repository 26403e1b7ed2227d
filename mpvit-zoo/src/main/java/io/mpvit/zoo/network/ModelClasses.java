/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.Model;
import io.mpvit.classification.ImageNetClasses;
import io.mpvit.detection.Categories;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.nn.TorchBlock;
import io.mpvit.segmentation.Ade20kClasses;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCards;
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

  private static int count(Model model) {
    String name = model.getProperty(ModelArguments.MODEL);
    if (name == null || !(model.getBlock() instanceof TorchBlock network)) {
      throw new IllegalArgumentException(model.getName() + " is no model of this library");
    }
    return Presets.of(ModelCards.published().get(name)).classes(network);
  }

  private static Optional<ClassLabels> labels(Model model, int classes) {
    return ClassLabels.of(model.getProperties()).filter(labels -> labels.size() == classes);
  }

  /**
   * The classes of a classifier that DJL has loaded.
   *
   * @param model from {@code Criteria}
   * @return names by class index
   * @throws IllegalArgumentException if it is not one of this library's
   */
  public static List<String> classified(Model model) {
    int classes = count(model);
    return classified(classes, labels(model, classes));
  }

  /**
   * The categories of a detector that DJL has loaded.
   *
   * @param model from {@code Criteria}
   * @return categories by class index
   * @throws IllegalArgumentException if it is not one of this library's
   */
  public static Categories detected(Model model) {
    int classes = count(model);
    return detected(classes, labels(model, classes));
  }

  /**
   * The classes of a segmenter that DJL has loaded.
   *
   * @param model from {@code Criteria}
   * @return classes by index
   * @throws IllegalArgumentException if it is not one of this library's
   */
  public static SegmentationClasses segmented(Model model) {
    int classes = count(model);
    return segmented(classes, labels(model, classes));
  }

  /**
   * The classes of a classifier; the published ones are ImageNet's.
   *
   * @param model a classifier
   * @return names by class index
   */
  public static List<String> classified(LoadedNetwork<?> model) {
    return classified(count(model), model.labels());
  }

  /**
   * The classes of a classifier.
   *
   * @param classes how many the network has
   * @param own what the weights' file, or the user, calls them
   * @return names by class index
   */
  public static List<String> classified(int classes, Optional<ClassLabels> own) {
    List<String> known = ImageNetClasses.names();
    return own.map(ClassLabels::names)
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
    return detected(count(model), model.labels());
  }

  /**
   * The categories of a detector.
   *
   * @param classes how many the network has
   * @param own what the weights' file, or the user, calls them
   * @return categories by class index
   */
  public static Categories detected(int classes, Optional<ClassLabels> own) {
    Optional<Categories> coco = CocoLogits.ofOutputs(classes);
    return own
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
    return segmented(count(model), model.labels());
  }

  /**
   * The classes of a segmenter.
   *
   * @param classes how many the network has
   * @param own what the weights' file, or the user, calls them
   * @return classes by index
   */
  public static SegmentationClasses segmented(int classes, Optional<ClassLabels> own) {
    SegmentationClasses published = Ade20kClasses.classes();
    if (published.size() == classes
        && own.map(found -> found.names().equals(published.names())).orElse(true)) {
      return published;
    }
    ClassLabels labels = own.orElseGet(() -> ClassLabels.numbered(classes));
    return SegmentationClasses.of(labels.names());
  }
}
