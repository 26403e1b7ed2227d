/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Mask;
import ai.djl.ndarray.BytesSupplier;
import io.mpvit.detection.Detections;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.Instances;
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
 * Translators from pictures to {@link Instances}, whose masks have the picture's pixels, or to
 * DJL's {@link DetectedObjects}, whose boxes are {@link Mask}s. DJL's {@code Output} gets JSON in
 * COCO's results layout.
 *
 * <p>Arguments: those of {@link MpvitDetectionTranslatorFactory}.
 */
public class MpvitInstanceTranslatorFactory
    extends PictureTranslatorFactory<Detections, InstanceSegmenter> {

  private static final long serialVersionUID = 1L;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitInstanceTranslatorFactory() {}

  @Override
  Task task() {
    return Task.INSTANCE_SEGMENTATION;
  }

  @Override
  Class<InstanceSegmenter> pipelineType() {
    return InstanceSegmenter.class;
  }

  /** Only what is returned in the end gets its pixels. */
  @Override
  PicturePipeline<Detections> steps(InstanceSegmenter pipeline, Map<String, ?> arguments) {
    return pipeline.detector();
  }

  @Override
  ClassLabels labels(int classes, Optional<ClassLabels> own) {
    return ModelClasses.detected(classes, own).labels();
  }

  @Override
  Set<Class<?>> outputTypes() {
    return Set.of(DetectedObjects.class, Instances.class);
  }

  @Override
  Function<Detections, ?> presentation(
      Class<?> output, List<String> names, Map<String, ?> arguments) {
    Function<Detections, Detections> kept = ScoreThreshold.of(arguments);
    return output == Instances.class
        ? kept.andThen(Instances::of)
        : kept.andThen(new ToDetectedObjects(names));
  }

  @Override
  Function<Detections, ? extends BytesSupplier> jsonPresentation(
      List<String> names, Map<String, ?> arguments) {
    return jsonPresentation(ClassLabels.ofNames(names), arguments);
  }

  @Override
  Function<Detections, ? extends BytesSupplier> jsonPresentation(
      ClassLabels labels, Map<String, ?> arguments) {
    return ScoreThreshold.of(arguments)
        .andThen(Instances::of)
        .andThen(new ToCocoJson(ModelClasses.detected(labels.size(), Optional.of(labels))));
  }

  /** The factory of a model that was asked for by its name: other types are a mistake. */
  public static final class OfOneModel extends MpvitInstanceTranslatorFactory {

    private static final long serialVersionUID = 1L;

    /** Creates a factory; DJL does so by the class's name. */
    public OfOneModel() {}

    @Override
    boolean isOfOneModel() {
      return true;
    }
  }
}
