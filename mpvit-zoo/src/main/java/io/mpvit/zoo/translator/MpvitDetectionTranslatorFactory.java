/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.translate.ArgumentsUtil;
import ai.djl.util.JsonSerializable;
import io.mpvit.detection.Category;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoCategories;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Translators from pictures to DJL's {@link DetectedObjects} or to {@link Detections}.
 *
 * <p>Arguments: {@code threshold}, the lowest score of what is returned (default 0.5; 0 returns
 * everything that the model's own thresholds let through); and those of every task: {@code model},
 * {@code exif} (default true), {@code synset}, {@code synsetFileName}.
 */
public final class MpvitDetectionTranslatorFactory
    extends PictureTranslatorFactory<Detections, ObjectDetector> {

  private static final long serialVersionUID = 1L;
  private static final String THRESHOLD = "threshold";
  private static final float DEFAULT_THRESHOLD = 0.5f;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitDetectionTranslatorFactory() {}

  @Override
  Class<ObjectDetector> pipelineType() {
    return ObjectDetector.class;
  }

  @Override
  List<String> publishedNames() {
    return CocoCategories.categories().items().stream().map(Category::name).toList();
  }

  @Override
  Set<Class<?>> outputTypes() {
    return Set.of(DetectedObjects.class, Detections.class);
  }

  @Override
  Function<Detections, ?> presentation(
      Class<?> output, List<String> names, Map<String, ?> arguments) {
    return output == Detections.class ? threshold(arguments) : jsonPresentation(names, arguments);
  }

  @Override
  Function<Detections, ? extends JsonSerializable> jsonPresentation(
      List<String> names, Map<String, ?> arguments) {
    return threshold(arguments).andThen(new ToDetectedObjects(names));
  }

  private static Function<Detections, Detections> threshold(Map<String, ?> arguments) {
    float threshold = ArgumentsUtil.floatValue(arguments, THRESHOLD, DEFAULT_THRESHOLD);
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          THRESHOLD + " is a score from 0 to 1, found " + arguments.get(THRESHOLD));
    }
    return found -> found.atLeast(threshold);
  }
}
