/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.Model;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ModelArguments;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Translators of a model's folder, whatever its task: that of the card decides. DJL wants to be
 * told before it looks into the folder:
 *
 * <pre>{@code
 * Criteria.builder()
 *     .setTypes(Path.class, DetectedObjects.class)
 *     .optModelPath(folder)
 *     .optTranslatorFactory(new MpvitTranslatorFactory())
 *     .build();
 * }</pre>
 *
 * <p>Arguments are those of the task's own factory, such as {@link
 * MpvitDetectionTranslatorFactory}.
 */
public final class MpvitTranslatorFactory implements TranslatorFactory, Serializable {

  private static final long serialVersionUID = 1L;

  /** Creates a factory; DJL Serving does so by the class's name. */
  public MpvitTranslatorFactory() {}

  private static TranslatorFactory of(Task task) {
    return switch (task) {
      case CLASSIFICATION -> new MpvitClassificationTranslatorFactory.OfOneModel();
      case DETECTION -> new MpvitDetectionTranslatorFactory.OfOneModel();
      case INSTANCE_SEGMENTATION -> new MpvitInstanceTranslatorFactory.OfOneModel();
      case SEMANTIC_SEGMENTATION -> new MpvitSegmentationTranslatorFactory.OfOneModel();
    };
  }

  /** Those of all tasks: which one it is the folder says later. */
  @Override
  public Set<Pair<Type, Type>> getSupportedTypes() {
    Set<Pair<Type, Type>> types = new LinkedHashSet<>();
    Stream.of(Task.values()).forEach(task -> types.addAll(of(task).getSupportedTypes()));
    return types;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the card's task does not go between these types; the
   *     message lists those that it does
   */
  @Override
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    boolean made = false;
    try {
      TranslatorFactory factory =
          of(ModelArguments.of(arguments, model.getModelPath()).card().task());
      factory.isSupported(input, output); // says what is wrong
      Translator<I, O> translator = factory.newInstance(input, output, model, arguments);
      made = true;
      return translator;
    } catch (IOException e) {
      throw new TranslateException(e.getMessage(), e);
    } finally {
      if (!made) {
        model.close(); // DJL's loader forgets it
      }
    }
  }
}
