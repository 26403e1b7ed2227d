/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.ndarray.NDManager;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCard;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A network with its weights on a device, ready for inference. Threads may share it; closing frees
 * the weights.
 *
 * @param <P> the pipeline from pictures to results
 */
public final class LoadedNetwork<P> implements AutoCloseable {

  private final ModelCard card;
  private final TorchBlock block;
  private final P pipeline;
  private final ClassLabels labels;
  private final NDManager manager;

  LoadedNetwork(
      ModelCard card, TorchBlock block, P pipeline, ClassLabels labels, NDManager manager) {
    this.card = card;
    this.block = block;
    this.pipeline = pipeline;
    this.labels = labels;
    this.manager = manager;
  }

  /** What is known of the model. */
  public ModelCard card() {
    return card;
  }

  /** The network, its parameters frozen. */
  public TorchBlock block() {
    return block;
  }

  /** What runs the network on pictures. */
  public P pipeline() {
    return pipeline;
  }

  /** What the weights' file calls the classes; empty if it says nothing. */
  public Optional<ClassLabels> labels() {
    return Optional.ofNullable(labels);
  }

  /** The owner of the weights, on their device; to be handed to the pipeline. */
  public NDManager manager() {
    return manager;
  }

  /**
   * Does something for which the weights must stay.
   *
   * @param body what is to be done
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException if this is closed
   */
  public <T> T whileOpen(Supplier<T> body) {
    return block.lifetime().orElseThrow().whileOpen(body);
  }

  /** Frees the weights, once what still runs has ended. Later calls do nothing. */
  @Override
  public void close() {
    manager.close();
  }
}
