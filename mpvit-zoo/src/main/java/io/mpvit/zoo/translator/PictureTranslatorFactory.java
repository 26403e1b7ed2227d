/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.translate.ArgumentsUtil;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.mpvit.image.Orientation;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.network.ModelArguments;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes the translators of one task. Inputs are those of {@link PictureReaders}; DJL's {@code
 * Input} goes to {@code Output}, as JSON.
 *
 * <p>Arguments of all tasks: {@code model}, the name that says how pictures enter the network;
 * {@code exif}, whether photographs are turned upright (default true); the class names, see {@link
 * ClassNames}.
 *
 * @param <R> what is known of a picture before it is presented
 * @param <P> the family's pipeline
 */
abstract class PictureTranslatorFactory<R, P> implements TranslatorFactory, Serializable {

  private static final long serialVersionUID = 1L;
  private static final String EXIF = "exif";

  /** The pipeline's type, by which the model's family is found. */
  abstract Class<P> pipelineType();

  /**
   * The part of the family's pipeline that goes as far as presentations want.
   *
   * @param pipeline the family's
   * @param arguments DJL's map
   * @throws IllegalArgumentException if an argument is wrong
   */
  abstract PicturePipeline<R> steps(P pipeline, Map<String, ?> arguments);

  /**
   * The names of the published classes, by index.
   *
   * @param classes number of the network's classes
   * @return of other length if no published network has so many
   */
  abstract List<String> publishedNames(int classes);

  /** The result types besides {@code Output}. */
  abstract Set<Class<?>> outputTypes();

  /**
   * Makes what turns the steps' result into a user's.
   *
   * @param output one of {@link #outputTypes}
   * @param names the class names, by index
   * @param arguments DJL's map
   * @throws IllegalArgumentException if an argument is wrong
   */
  abstract Function<R, ?> presentation(
      Class<?> output, List<String> names, Map<String, ?> arguments);

  /** Makes what turns the steps' result into JSON. */
  abstract Function<R, ? extends BytesSupplier> jsonPresentation(
      List<String> names, Map<String, ?> arguments);

  /** Makes what turns the steps' result into JSON that may have the data set's numbers. */
  Function<R, ? extends BytesSupplier> jsonPresentation(
      ClassLabels labels, Map<String, ?> arguments) {
    return jsonPresentation(labels.names(), arguments);
  }

  @Override
  public Set<Pair<Type, Type>> getSupportedTypes() {
    Set<Pair<Type, Type>> pairs = new HashSet<>();
    for (Class<?> input : PictureReaders.TYPES) {
      for (Class<?> output : outputTypes()) {
        pairs.add(new Pair<>(input, output));
      }
    }
    pairs.add(new Pair<>(Input.class, Output.class));
    return pairs;
  }

  /**
   * Makes a translator.
   *
   * @throws TranslateException if the types are not supported, the model has not one of this
   *     library's networks for this task, or an argument is wrong
   */
  @Override
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    if (!(model.getBlock() instanceof TorchBlock network)) {
      throw new TranslateException(
          "the model " + model.getName() + " has no network of this library");
    }
    Optional<PictureReader<I>> reader = PictureReaders.of(input, orientation(arguments));
    if (!isSupported(input, output) || reader.isEmpty()) {
      throw new TranslateException(
          "no translator from " + input.getName() + " to " + output.getName());
    }
    try {
      ModelArguments named = ModelArguments.of(arguments);
      Preset<P> preset = Presets.of(named.card(), pipelineType());
      int classes = preset.classes(network);
      ClassLabels labels = ClassNames.of(arguments, model, publishedNames(classes), classes);
      return new PictureTranslator<>(
          reader.get(),
          steps(preset.pipeline(network), arguments),
          presentationOf(output, labels, arguments));
    } catch (IllegalArgumentException e) {
      throw new TranslateException(e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private <O> Function<R, O> presentationOf(
      Class<O> output, ClassLabels labels, Map<String, ?> arguments) {
    return (Function<R, O>)
        (output == Output.class
            ? jsonPresentation(labels, arguments).andThen(PictureTranslatorFactory::json)
            : presentation(output, labels.names(), arguments));
  }

  private static Output json(BytesSupplier result) {
    Output output = new Output();
    output.add(result);
    output.addProperty("Content-Type", "application/json");
    return output;
  }

  private static Orientation orientation(Map<String, ?> arguments) {
    return ArgumentsUtil.booleanValue(arguments, EXIF, true)
        ? Orientation.HONOUR_EXIF
        : Orientation.AS_STORED;
  }
}
