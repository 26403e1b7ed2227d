/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.Objective;
import io.mpvit.training.loop.BatchSource;
import io.mpvit.visualize.Tiles;
import java.util.List;
import java.util.function.Consumer;

/**
 * A network for certain data, and everything that a training of it needs.
 *
 * @param network sized for the data's classes, its parameters not yet given values
 * @param backbone what stands before the backbone's keys in the network's state dict
 * @param objective its losses
 * @param batches the data as it learns from them
 * @param drawing shows people a batch
 * @param defaults the recipe, where nothing else is asked for
 * @param <B> a batch
 */
public record ModelTraining<B>(
    TorchBlock network,
    String backbone,
    Objective<B> objective,
    Batches<B> batches,
    Drawing<B> drawing,
    TrainingDefaults defaults) {

  /**
   * Draws batches.
   *
   * @param <B> a batch
   */
  @FunctionalInterface
  public interface Drawing<B> {

    /**
     * Draws what the network gets to see, with what it is to say of it.
     *
     * @param batch the batch
     * @param tiles how large pictures become
     * @return a picture for each of the batch
     */
    List<RgbImage> draw(B batch, Tiles tiles);
  }

  /**
   * Makes batches of data.
   *
   * @param <B> a batch
   */
  @FunctionalInterface
  public interface Batches<B> {

    /**
     * Makes a source.
     *
     * @param size pictures in a batch
     * @param seed decides order and changes
     * @param warnings gets a line for every picture that is left out, from any thread
     * @return the source
     */
    BatchSource<B> of(int size, long seed, Consumer<String> warnings);
  }
}
