/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.zoo.card.ModelCard;
import java.util.List;
import java.util.Optional;

/** All families of networks that the zoo can build. */
public final class NetworkFamilies {

  private static final List<NetworkFamily<?>> ALL =
      List.of(
          new ClassifierFamily(),
          new RetinaNetFamily(),
          new MaskRcnnFamily(),
          new DeformableDetrFamily(),
          new UperNetFamily());

  private NetworkFamilies() {}

  /**
   * Finds the family of a card.
   *
   * @param card a model card
   * @return the family that serves it
   * @throws IllegalArgumentException if none does
   */
  public static NetworkFamily<?> of(ModelCard card) {
    return find(card)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no network of this library has the architecture "
                        + card.architecture()
                        + " of the model "
                        + card.name()));
  }

  /**
   * Finds the family of a card, if it makes pipelines of a type.
   *
   * @param card a model card
   * @param pipelineType the pipeline wanted
   * @param <P> the pipeline wanted
   * @return the family
   * @throws IllegalArgumentException if the card's model is for something else
   */
  @SuppressWarnings("unchecked")
  public static <P> NetworkFamily<P> of(ModelCard card, Class<P> pipelineType) {
    NetworkFamily<?> family = of(card);
    if (family.pipelineType() != pipelineType) {
      throw new IllegalArgumentException(
          card.name() + " is a model for " + card.task().label() + " and not what was asked for");
    }
    return (NetworkFamily<P>) family;
  }

  private static Optional<NetworkFamily<?>> find(ModelCard card) {
    return ALL.stream().filter(family -> family.serves(card)).findFirst();
  }
}
