/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.BytesSupplier;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ArgumentNames;
import io.mpvit.zoo.network.ArgumentValues;
import io.mpvit.zoo.network.ModelClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Translators from pictures to DJL's {@link Classifications} or to {@link ClassScores}.
 *
 * <p>Arguments: {@code topK}, how many classes the JSON form has (default 5); {@code applySoftmax},
 * whether classifications are probabilities or logits (default true); and those of every task:
 * {@code model}, {@code exif} (default true), {@code synset}, {@code synsetFileName}.
 */
public class MpvitClassificationTranslatorFactory
    extends PictureTranslatorFactory<ClassScores, ImageClassifier> {

  private static final long serialVersionUID = 1L;
  private static final int TOP_K = 5;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitClassificationTranslatorFactory() {}

  @Override
  Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  Class<ImageClassifier> pipelineType() {
    return ImageClassifier.class;
  }

  @Override
  PicturePipeline<ClassScores> steps(ImageClassifier pipeline, Map<String, ?> arguments) {
    return pipeline;
  }

  @Override
  ClassLabels labels(int classes, Optional<ClassLabels> own) {
    return ClassLabels.ofNames(ModelClasses.classified(classes, own));
  }

  @Override
  Set<Class<?>> outputTypes() {
    return Set.of(Classifications.class, ClassScores.class);
  }

  @Override
  Function<ClassScores, ?> presentation(
      Class<?> output, List<String> names, Map<String, ?> arguments) {
    return output == ClassScores.class ? Function.identity() : jsonPresentation(names, arguments);
  }

  @Override
  Function<ClassScores, ? extends BytesSupplier> jsonPresentation(
      List<String> names, Map<String, ?> arguments) {
    return new ToClassifications(
        names,
        ArgumentValues.whole(arguments, ArgumentNames.TOP_K, TOP_K, 1),
        ArgumentValues.flag(arguments, ArgumentNames.SOFTMAX, true));
  }

  /** The factory of a model that was asked for by its name: other types are a mistake. */
  public static final class OfOneModel extends MpvitClassificationTranslatorFactory {

    private static final long serialVersionUID = 1L;

    /** Creates a factory; DJL does so by the class's name. */
    public OfOneModel() {}

    @Override
    boolean isOfOneModel() {
      return true;
    }
  }
}
