/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.zoo.card.ModelCard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All architectures that the zoo can build. */
public final class Presets {

  private static final Map<String, Preset<?>> ALL =
      byName(
          List.of(
              MPViTPresets.all(),
              ResNetPresets.all(),
              CoatPresets.all(),
              DeformableDetrPresets.all(),
              MViTv2Presets.all(),
              DptPresets.all()));

  private Presets() {}

  private static Map<String, Preset<?>> byName(List<List<Preset<?>>> families) {
    Map<String, Preset<?>> presets = new LinkedHashMap<>();
    for (List<Preset<?>> family : families) {
      for (Preset<?> preset : family) {
        if (presets.put(preset.architecture(), preset) != null) {
          throw new IllegalStateException("two presets are named " + preset.architecture());
        }
      }
    }
    return presets;
  }

  /**
   * Lists all presets.
   *
   * @return in the order of their families
   */
  public static Stream<Preset<?>> all() {
    return ALL.values().stream();
  }

  /**
   * Finds a preset by name.
   *
   * @param architecture its name
   * @return empty if there is none
   */
  public static Optional<Preset<?>> find(String architecture) {
    return Optional.ofNullable(ALL.get(architecture));
  }

  /**
   * Finds the preset of a card.
   *
   * @param card a model card
   * @return the preset of its architecture
   * @throws IllegalArgumentException if there is none
   */
  public static Preset<?> of(ModelCard card) {
    Preset<?> preset = ALL.get(card.architecture());
    if (preset == null) {
      throw new IllegalArgumentException(
          "no network of this library has the architecture "
              + card.architecture()
              + " of the model "
              + card.name());
    }
    return preset;
  }

  /**
   * Finds the preset of a card, if it makes pipelines of a type.
   *
   * @param card a model card
   * @param pipelineType the pipeline wanted
   * @param <P> the pipeline wanted
   * @return the preset
   * @throws IllegalArgumentException if the card's model is for something else
   */
  @SuppressWarnings("unchecked")
  public static <P> Preset<P> of(ModelCard card, Class<P> pipelineType) {
    Preset<?> preset = of(card);
    if (preset.pipelineType() != pipelineType) {
      throw new IllegalArgumentException(
          card.name() + " is a model for " + card.task().label() + " and not what was asked for");
    }
    return (Preset<P>) preset;
  }
}
