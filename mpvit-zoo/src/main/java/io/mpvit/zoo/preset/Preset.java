/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.HubConfig;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.StartingPoint;
import io.mpvit.zoo.recipe.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one architecture but trained weights: network, names in files, what happens
 * before and after the network, training. Models that differ only in how they were trained share a
 * preset. A new model joins the zoo with a card, and with a preset if its architecture is new.
 *
 * @param <P> the pipeline from pictures to results that runs the network
 */
public interface Preset<P> {

  /**
   * The name by which cards ask for this preset.
   *
   * @return lower-case words joined by {@code _}
   */
  String architecture();

  /**
   * The network below the heads.
   *
   * @return the backbone's architecture
   */
  BackboneConfig backbone();

  /**
   * What stands before the backbone's keys in the network's.
   *
   * @return empty, or ending in a dot
   */
  String backbonePrefix();

  /**
   * How published files name this network's tensors, in the order in which they are tried.
   *
   * @return at least one layout
   */
  List<KeyLayout> layouts();

  /**
   * The pipeline's type.
   *
   * @return for example {@code ImageClassifier}
   */
  Class<P> pipelineType();

  /**
   * Builds the network, its parameters not yet given values.
   *
   * @param weights the file to be loaded, if there is one, under the network's own names: what it
   *     alone knows of the architecture (class count, MLP width) is read from it
   * @return the network
   */
  TorchBlock build(Optional<StateDict> weights);

  /**
   * Builds the network for measuring it with random weights: one that has as much to do as with
   * trained ones.
   *
   * @return the network
   */
  default TorchBlock buildForMeasuring() {
    return build(Optional.empty());
  }

  /**
   * Checks what stands beside a file of the Hugging Face hub.
   *
   * @param config the configuration beside the weights
   * @param network the network that {@link #build} made for the weights
   * @throws MalformedModelException if the weights are of another network, or want something that
   *     this library does not have; the message names the field
   */
  default void check(HubConfig config, TorchBlock network) throws MalformedModelException {}

  /**
   * What the configuration beside a file of the Hugging Face hub calls the classes.
   *
   * @param config the configuration beside the weights
   * @return empty if it is of another network, or says nothing new
   */
  default Optional<ClassLabels> labels(HubConfig config) {
    return Optional.empty();
  }

  /**
   * How a picture enters the network when it is looked at once, as a whole.
   *
   * @return the same that the {@link #pipeline} does first
   */
  PictureEntry entry();

  /**
   * Joins a network with what happens before and after it.
   *
   * @param network a network that {@link #build} made, with its weights
   * @return the pipeline
   */
  P pipeline(TorchBlock network);

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
   * @return [1, 3, H, W]
   */
  Shape typicalInput();

  /**
   * Tells how the network is trained.
   *
   * @param card the model whose schedule is followed
   * @return its trainer
   */
  Trainer<P, ?> trainer(ModelCard card);

  /**
   * Shows a checkpoint of any network as a place to start a training of this one from.
   *
   * @param file a checkpoint, perhaps of another network on the same backbone
   * @return what it has for this network, under the network's names
   */
  default StateDict startingPoint(StateDict file) {
    return StartingPoint.view(file, backbone(), backbonePrefix(), layouts());
  }
}
