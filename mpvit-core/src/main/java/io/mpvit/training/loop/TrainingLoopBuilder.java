/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.training.Objective;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

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
  Consumer<String> notes = line -> {};
  List<Device> devices = List.of();
  List<TorchBlock> constant = List.of();
  Precision precision = Precision.FLOAT32;
  boolean scalesLoss;

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
   * What else the run depends on (model, data, batch size); a checkpoint of others is refused, but
   * for the setting {@code iterations}: a training may be made longer or shorter.
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
   * Chooses the number format of matrix products and dense convolutions, forward and backward. The
   * weights, normalisations, softmax and losses stay float32. With float16 the loss is scaled
   * ({@link io.mpvit.training.LossScale}), and a step whose gradients overflow is not taken.
   *
   * @param value float16 needs a GPU
   * @return this plan
   */
  public TrainingLoopBuilder<B> precision(Precision value) {
    precision = value;
    scalesLoss = value == Precision.FLOAT16;
    return this;
  }

  /** Scales the loss in any number format. */
  TrainingLoopBuilder<B> scalingLoss() {
    scalesLoss = true;
    return this;
  }

  /**
   * Spreads each step over several devices. A step then takes as many batches as there are replicas
   * (times the recipe's accumulation), in the source's order, replica after replica; its loss is
   * the mean of the replicas' losses. Batch normalisations that use batch statistics use those of
   * all replicas together.
   *
   * <p>With losses that are means over samples and batches of equal size the update is that of one
   * replica with the whole batch. Losses that divide by something else (detectors: by their
   * objects) divide by each replica's own count, as one process per GPU does in the published
   * recipes.
   *
   * <p>Several replicas on one CPU are for trying things out. The threads of each step are fresh,
   * and glibc keeps freed memory per thread: {@code MALLOC_ARENA_MAX=2} in the environment keeps
   * that small.
   *
   * @param values the replicas' devices, the first being the network's; the same device may stand
   *     there several times
   * @return this plan
   */
  public TrainingLoopBuilder<B> replicas(List<Device> values) {
    devices = List.copyOf(values);
    return this;
  }

  /**
   * Parts of the network that do not learn: they keep their parameters, and their batch
   * normalisations use the running statistics and leave them as they are.
   *
   * @param blocks of the network
   * @return this plan
   */
  public TrainingLoopBuilder<B> constant(List<? extends TorchBlock> blocks) {
    constant = List.copyOf(blocks);
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
   * Who gets a line if a resumed training has another length than it was started with.
   *
   * @param lines gets it without line end
   * @return this plan
   */
  public TrainingLoopBuilder<B> notes(Consumer<String> lines) {
    notes = lines;
    return this;
  }

  /**
   * Completes the plan.
   *
   * @param manager owns the weights
   * @return the training
   * @throws IllegalArgumentException if the number format or the replicas do not fit the device
   */
  public TrainingLoop<B> build(NDManager manager) {
    Device device = manager.getDevice();
    if (precision == Precision.FLOAT16 && !device.isGpu()) {
      throw new IllegalArgumentException("training in fp16 needs a GPU, found " + device);
    }
    if (devices.isEmpty()) {
      devices = List.of(device);
    }
    if (!devices.get(0).equals(device)) {
      throw new IllegalArgumentException(
          "the first replica is on the network's device %s, found %s".formatted(device, devices));
    }
    return new TrainingLoop<>(this, manager);
  }

  /** The settings, and what else a run cannot be resumed with another value of. */
  Map<String, String> allSettings() {
    Map<String, String> all = new TreeMap<>(settings);
    if (devices.size() > 1) {
      all.put("replicas", Integer.toString(devices.size()));
    }
    if (precision != Precision.FLOAT32) {
      all.put("precision", precision.label());
    }
    return all;
  }
}
