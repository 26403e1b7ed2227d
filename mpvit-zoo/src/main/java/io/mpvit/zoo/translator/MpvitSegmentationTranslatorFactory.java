/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.ndarray.BytesSupplier;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ModelClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Translators from pictures to {@link LabelMap} or to DJL's {@link CategoryMask}, both at the
 * picture's own size. DJL's {@code Output} gets JSON with the label map as a PNG, see {@link
 * ToLabelJson}.
 *
 * <p>Arguments: {@code scales}, {@code flip}, {@code crop} and {@code stride}, see {@link
 * PlanArguments}; and those of every task: {@code model}, {@code exif} (default true), {@code
 * synset}, {@code synsetFileName}.
 */
public class MpvitSegmentationTranslatorFactory
    extends PictureTranslatorFactory<LabelMap, SemanticSegmenter> {

  private static final long serialVersionUID = 1L;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitSegmentationTranslatorFactory() {}

  @Override
  Task task() {
    return Task.SEMANTIC_SEGMENTATION;
  }

  @Override
  Class<SemanticSegmenter> pipelineType() {
    return SemanticSegmenter.class;
  }

  @Override
  PicturePipeline<LabelMap> steps(SemanticSegmenter pipeline, Map<String, ?> arguments) {
    return pipeline.withPlan(PlanArguments.of(arguments, pipeline.plan()));
  }

  @Override
  ClassLabels labels(int classes, Optional<ClassLabels> own) {
    return ClassLabels.ofNames(ModelClasses.segmented(classes, own).names());
  }

  @Override
  Set<Class<?>> outputTypes() {
    return Set.of(CategoryMask.class, LabelMap.class);
  }

  @Override
  Function<LabelMap, ?> presentation(
      Class<?> output, List<String> names, Map<String, ?> arguments) {
    return output == LabelMap.class ? Function.identity() : new ToCategoryMask(names);
  }

  @Override
  Function<LabelMap, ? extends BytesSupplier> jsonPresentation(
      List<String> names, Map<String, ?> arguments) {
    return new ToLabelJson(names);
  }

  /** The factory of a model that was asked for by its name: other types are a mistake. */
  public static final class OfOneModel extends MpvitSegmentationTranslatorFactory {

    private static final long serialVersionUID = 1L;

    /** Creates a factory; DJL does so by the class's name. */
    public OfOneModel() {}

    @Override
    boolean isOfOneModel() {
      return true;
    }
  }
}
