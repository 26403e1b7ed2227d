/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.mpvit.image.Orientation;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ArgumentNames;
import io.mpvit.zoo.network.ArgumentValues;
import io.mpvit.zoo.network.ModelArguments;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  /** What the models do. */
  abstract Task task();

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
   * What the classes are called.
   *
   * @param classes number of the network's classes
   * @param own what the weights' file or the user calls them
   */
  abstract ClassLabels labels(int classes, Optional<ClassLabels> own);

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
    Set<Pair<Type, Type>> pairs = new LinkedHashSet<>();
    for (Class<?> input : PictureReaders.TYPES) {
      for (Class<?> output : outputTypes()) {
        pairs.add(new Pair<>(input, output));
      }
    }
    pairs.add(new Pair<>(Input.class, Output.class));
    return pairs;
  }

  /**
   * Whether DJL's loader uses this factory for a model that was asked for by its name: then a
   * mistake is an exception, not a reason to go on to other models.
   */
  boolean isOfOneModel() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if they are not, for a model that was asked for by its name;
   *     the message lists those that are
   */
  @Override
  public boolean isSupported(Class<?> input, Class<?> output) {
    boolean djls = input == NDList.class && output == NDList.class; // served by DJL itself
    boolean supported = getSupportedTypes().contains(new Pair<Type, Type>(input, output));
    if (isOfOneModel() && !supported && !djls) {
      throw new IllegalArgumentException(unsupported(input, output));
    }
    return supported;
  }

  private String unsupported(Class<?> input, Class<?> output) {
    return "no translator from "
        + input.getName()
        + " to "
        + output.getName()
        + ": a model for "
        + task().label()
        + " goes from "
        + names(PictureReaders.TYPES)
        + " to "
        + names(outputTypes())
        + ", and from "
        + Input.class.getName()
        + " to "
        + Output.class.getName();
  }

  private static String names(Set<Class<?>> types) {
    return types.stream().map(Class::getName).sorted().collect(Collectors.joining(" or "));
  }

  /**
   * Makes a translator.
   *
   * @throws TranslateException if the types are not supported, the model has not one of this
   *     library's networks for this task, or a file of names cannot be read
   * @throws IllegalArgumentException if an argument is unknown or has a wrong value. It is no
   *     TranslateException, because DJL would say instead that it found no model
   */
  @Override
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    boolean made = false;
    try {
      Translator<I, O> translator = make(input, output, model, arguments);
      made = true;
      return translator;
    } finally {
      if (!made && isOfOneModel()) {
        model.close(); // DJL's loader forgets it
      }
    }
  }

  private <I, O> Translator<I, O> make(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    if (!(model.getBlock() instanceof TorchBlock network)) {
      throw new TranslateException(
          "the model " + model.getName() + " has no network of this library");
    }
    Optional<PictureReader<I>> reader = PictureReaders.of(input, orientation(arguments));
    if (reader.isEmpty() || !getSupportedTypes().contains(new Pair<Type, Type>(input, output))) {
      throw new TranslateException(unsupported(input, output));
    }
    ModelArguments named = ModelArguments.of(arguments);
    ArgumentNames.check(arguments, named.card(), model.getModelPath());
    Preset<P> preset = Presets.of(named.card(), pipelineType());
    int classes = preset.classes(network);
    ClassLabels labels = labels(classes, ClassNames.of(arguments, model, classes));
    return new PictureTranslator<>(
        reader.get(),
        steps(preset.pipeline(network), arguments),
        presentationOf(output, labels, arguments));
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
    return ArgumentValues.flag(arguments, ArgumentNames.EXIF, true)
        ? Orientation.HONOUR_EXIF
        : Orientation.AS_STORED;
  }
}
