/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.ndarray.NDManager;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.Objective;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plan of a training; see {@link TrainingLoop}.
 *
 * @param <B> a batch
 */
public final class TrainingLoopBuilder<B> {

  final TorchBlock network;
  final Objective<B> objective;
  final BatchSource<B> source;
  final TrainingRecipe recipe;
  long iterations = 1;
  long seed;
  Map<String, String> settings = Map.of();
  Map<String, String> metadata = Map.of();
  CheckpointFolder checkpoints;
  long every = Long.MAX_VALUE;
  List<TrainingListener> listeners = List.of();

  TrainingLoopBuilder(
      TorchBlock network, Objective<B> objective, BatchSource<B> source, TrainingRecipe recipe) {
    this.network = network;
    this.objective = objective;
    this.source = source;
    this.recipe = recipe;
  }

  /**
   * How many steps there are in all.
   *
   * @param count at least 1
   * @return this plan
   */
  public TrainingLoopBuilder<B> iterations(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 iteration, found " + count);
    }
    iterations = count;
    return this;
  }

  /**
   * Chooses the random numbers of drop path and samplers. The source has its own seed.
   *
   * @param value any number
   * @return this plan
   */
  public TrainingLoopBuilder<B> seed(long value) {
    seed = value;
    return this;
  }

  /**
   * What else the run depends on (model, data, batch size); a checkpoint of others is refused.
   *
   * @param values by name
   * @return this plan
   */
  public TrainingLoopBuilder<B> settings(Map<String, String> values) {
    settings = new TreeMap<>(values);
    return this;
  }

  /**
   * Texts that go with the weights in every checkpoint, such as the names of the classes.
   *
   * @param texts by name
   * @return this plan
   */
  public TrainingLoopBuilder<B> metadata(Map<String, String> texts) {
    metadata = new TreeMap<>(texts);
    return this;
  }

  /**
   * Writes checkpoints, one more at the end, and goes on from the newest that there is.
   *
   * @param folder where to; the caller closes it
   * @param steps a checkpoint is written after so many
   * @return this plan
   */
  public TrainingLoopBuilder<B> checkpoints(CheckpointFolder folder, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("at least 1 step between checkpoints, found " + steps);
    }
    checkpoints = folder;
    every = steps;
    return this;
  }

  /**
   * Who hears of the training.
   *
   * @param values called in this order
   * @return this plan
   */
  public TrainingLoopBuilder<B> listeners(List<? extends TrainingListener> values) {
    listeners = List.copyOf(values);
    return this;
  }

  /**
   * Completes the plan.
   *
   * @param manager owns the weights
   * @return the training
   */
  public TrainingLoop<B> build(NDManager manager) {
    return new TrainingLoop<>(this, manager);
  }
}
