/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.Trainer;
import java.util.Optional;

/**
 * Networks that share their code and differ in a preset: the MPViT classifiers, the RetinaNets. A
 * new head joins the zoo with its own family and its cards.
 *
 * @param <P> the pipeline from pictures to results that runs such a network
 */
public interface NetworkFamily<P> {

  /**
   * The pipeline's type.
   *
   * @return for example {@code ImageClassifier}
   */
  Class<P> pipelineType();

  /**
   * Whether this family knows the card's architecture.
   *
   * @param card a model card
   * @return whether {@link #build} takes it
   */
  boolean serves(ModelCard card);

  /**
   * Builds the network of a card, its parameters not yet given values.
   *
   * @param card a card that this family serves
   * @param weights the file to be loaded, if there is one: architecture facts that it shows (MLP
   *     width, class count) are read from it
   * @return the network
   */
  TorchBlock build(ModelCard card, Optional<StateDict> weights);

  /**
   * Builds the network of a card for measuring it with random weights: one that has as much to do
   * as with trained ones.
   *
   * @param card a card that this family serves
   * @return the network
   */
  default TorchBlock buildForMeasuring(ModelCard card) {
    return build(card, Optional.empty());
  }

  /**
   * Joins a network with what happens before and after it.
   *
   * @param card a card that this family serves
   * @param network a network that {@link #build} made, with its weights
   * @return the pipeline
   */
  P pipeline(ModelCard card, TorchBlock network);

  /**
   * The number of classes that a network tells apart; not the published one if the weights file had
   * another.
   *
   * @param network a network that {@link #build} made
   * @return at least 1
   */
  int classes(TorchBlock network);

  /**
   * A typical input, for descriptions and measurements.
   *
   * @param card a card that this family serves
   * @return [1, 3, H, W]
   */
  Shape typicalInput(ModelCard card);

  /**
   * Tells how a card's network is trained.
   *
   * @param card a card that this family serves
   * @return its trainer; empty if this family cannot be trained yet
   */
  default Optional<Trainer<P, ?>> trainer(ModelCard card) {
    return Optional.empty();
  }
}
