/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.BytesSupplier;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ModelClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Translators from pictures to DJL's {@link DetectedObjects} or to {@link Detections}.
 *
 * <p>Arguments: {@code threshold}, the lowest score of what is returned (default 0.5; 0 returns
 * everything that the model's own thresholds let through); and those of every task: {@code model},
 * {@code exif} (default true), {@code synset}, {@code synsetFileName}.
 */
public class MpvitDetectionTranslatorFactory
    extends PictureTranslatorFactory<Detections, ObjectDetector> {

  private static final long serialVersionUID = 1L;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitDetectionTranslatorFactory() {}

  @Override
  Task task() {
    return Task.DETECTION;
  }

  @Override
  Class<ObjectDetector> pipelineType() {
    return ObjectDetector.class;
  }

  @Override
  PicturePipeline<Detections> steps(ObjectDetector pipeline, Map<String, ?> arguments) {
    return pipeline;
  }

  @Override
  ClassLabels labels(int classes, Optional<ClassLabels> own) {
    return ModelClasses.detected(classes, own).labels();
  }

  @Override
  Set<Class<?>> outputTypes() {
    return Set.of(DetectedObjects.class, Detections.class);
  }

  @Override
  Function<Detections, ?> presentation(
      Class<?> output, List<String> names, Map<String, ?> arguments) {
    return output == Detections.class
        ? ScoreThreshold.of(arguments)
        : jsonPresentation(names, arguments);
  }

  @Override
  Function<Detections, ? extends BytesSupplier> jsonPresentation(
      List<String> names, Map<String, ?> arguments) {
    return ScoreThreshold.of(arguments).andThen(new ToDetectedObjects(names));
  }

  /** The factory of a model that was asked for by its name: other types are a mistake. */
  public static final class OfOneModel extends MpvitDetectionTranslatorFactory {

    private static final long serialVersionUID = 1L;

    /** Creates a factory; DJL does so by the class's name. */
    public OfOneModel() {}

    @Override
    boolean isOfOneModel() {
      return true;
    }
  }
}
