/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.translate.ArgumentsUtil;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.ImageNetClasses;
import io.mpvit.pipeline.PicturePipeline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Translators from pictures to DJL's {@link Classifications} or to {@link ClassScores}.
 *
 * <p>Arguments: {@code topK}, how many classes the JSON form has (default 5); {@code applySoftmax},
 * whether classifications are probabilities or logits (default true); and those of every task:
 * {@code model}, {@code exif} (default true), {@code synset}, {@code synsetFileName}.
 */
public final class MpvitClassificationTranslatorFactory
    extends PictureTranslatorFactory<ClassScores, ImageClassifier> {

  private static final long serialVersionUID = 1L;
  private static final int TOP_K = 5;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitClassificationTranslatorFactory() {}

  @Override
  Class<ImageClassifier> pipelineType() {
    return ImageClassifier.class;
  }

  @Override
  PicturePipeline<ClassScores> steps(ImageClassifier pipeline, Map<String, ?> arguments) {
    return pipeline;
  }

  @Override
  List<String> publishedNames(int classes) {
    return ImageNetClasses.names();
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
        ArgumentsUtil.intValue(arguments, "topK", TOP_K),
        ArgumentsUtil.booleanValue(arguments, "applySoftmax", true));
  }
}
