/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import ai.djl.Device;
import io.mpvit.ops.Precision;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a training is to be; see {@link TrainingRun}. Everything has a default. */
public final class TrainingRunBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final long EVERY = 500;

  final ModelCard card;
  final Path data;
  final Path out;
  Length length;
  Integer batch;
  Double rate;
  Integer accumulation;
  Integer crop;
  Integer frozen;
  Double average;
  Path init;
  String initEntry;
  int seed;
  long checkpointEvery = EVERY;
  Long evaluateEvery;
  boolean resume;
  Device device;
  int replicas = 1;
  Precision precision = Precision.FLOAT32;
  List<? extends TrainingListener> listeners = List.of();
  Consumer<String> log = LOG::info;
  WorkListener progress =
      new WorkListener() {
        @Override
        public void warning(String line) {
          LOG.warn(line);
        }
      };

  TrainingRunBuilder(ModelCard card, Path data, Path out) {
    this.card = card;
    this.data = data;
    this.out = out;
  }

  /**
   * The length in rounds over the data.
   *
   * @param count at least 1
   * @return this builder
   */
  public TrainingRunBuilder epochs(int count) {
    length = Length.epochs(count);
    return this;
  }

  /**
   * The length in steps (default: the recipe's, or that with which a resumed training was started).
   * A resumed training may be made longer: its learning rate then follows the schedule of the new
   * length.
   *
   * @param count at least 1
   * @return this builder
   */
  public TrainingRunBuilder iterations(long count) {
    length = Length.iterations(count);
    return this;
  }

  /**
   * Pictures in a step (default: the recipe's, but no more than there are).
   *
   * @param pictures at least 1
   * @return this builder
   */
  public TrainingRunBuilder batch(int pictures) {
    requirePositive("the batch", pictures);
    batch = pictures;
    return this;
  }

  /**
   * The highest learning rate (default: the recipe's, in proportion to the batch).
   *
   * @param highest for the whole batch, above 0
   * @return this builder
   */
  public TrainingRunBuilder rate(double highest) {
    requirePositive("the learning rate", highest);
    rate = highest;
    return this;
  }

  /**
   * Works through a step's pictures in parts, for less memory (default: the recipe's).
   *
   * @param parts at least 1; divides the batch
   * @return this builder
   */
  public TrainingRunBuilder accumulation(int parts) {
    requirePositive("the number of parts", parts);
    accumulation = parts;
    return this;
  }

  /**
   * Learns from windows of another size (default: the recipe's). Pictures are resized in
   * proportion, so that a window shows as much of them: smaller ones are cheaper, larger ones show
   * more detail. Segmenters only.
   *
   * @param side of the windows, in pixels, at least 32
   * @return this builder
   */
  public TrainingRunBuilder crop(int side) {
    requirePositive("the crop", side);
    crop = side;
    return this;
  }

  /**
   * Keeps the first parts of the backbone as they are (default: the recipe's).
   *
   * @param parts 0 for none, 1 for the stem, 2 for the stem and the first stage, ...
   * @return this builder
   */
  public TrainingRunBuilder frozen(int parts) {
    if (parts < 0) {
      throw new IllegalArgumentException(
          "the number of frozen parts is at least 0, found " + parts);
    }
    frozen = parts;
    return this;
  }

  /**
   * Keeps a moving average of the weights, which is then what is scored and delivered (default: the
   * recipe's).
   *
   * @param decay such as 0.999; 0 for none
   * @return this builder
   */
  public TrainingRunBuilder average(double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("the average's decay lies in [0, 1), found " + decay);
    }
    average = decay;
    return this;
  }

  /**
   * Starts from a checkpoint (default: fresh weights): of a network of this kind all is taken that
   * fits, of any other one, such as an ImageNet classifier, the backbone.
   *
   * @param checkpoint a file
   * @return this builder
   */
  public TrainingRunBuilder init(Path checkpoint) {
    init = checkpoint;
    return this;
  }

  /**
   * Chooses among several networks in the checkpoint to start from (default: the usual or only
   * one).
   *
   * @param name of an entry, such as {@code model_ema}, or what begins the network's keys
   * @return this builder
   */
  public TrainingRunBuilder initEntry(String name) {
    initEntry = name;
    return this;
  }

  /**
   * Chooses fresh weights, order and chance. The run sets the engine's seed with it.
   *
   * @param value any number
   * @return this builder
   */
  public TrainingRunBuilder seed(int value) {
    seed = value;
    return this;
  }

  /**
   * Steps between checkpoints (default: 500).
   *
   * @param steps at least 1
   * @return this builder
   */
  public TrainingRunBuilder checkpointEvery(long steps) {
    requirePositive("the number of steps between checkpoints", steps);
    checkpointEvery = steps;
    return this;
  }

  /**
   * Scores checkpoints on the data in {@code val} within the data's folder (default: never).
   *
   * @param steps between scorings, a multiple of those between checkpoints; the last one is scored
   *     in any case
   * @return this builder
   */
  public TrainingRunBuilder evaluateEvery(long steps) {
    requirePositive("the number of steps between evaluations", steps);
    evaluateEvery = steps;
    return this;
  }

  /**
   * Whether to go on with the training that the output folder holds (default: no, and such a folder
   * is refused).
   *
   * @param value whether
   * @return this builder
   */
  public TrainingRunBuilder resume(boolean value) {
    resume = value;
    return this;
  }

  /**
   * Where to run (default: the engine's choice).
   *
   * @param value a device
   * @return this builder
   */
  public TrainingRunBuilder device(Device value) {
    device = value;
    return this;
  }

  /**
   * Spreads each step's pictures over several GPUs of this machine (default: one): the device and
   * those that follow it. On the CPU as many threads share it. See {@link
   * io.mpvit.training.loop.TrainingLoopBuilder#replicas}.
   *
   * @param count at least 1; divides the batch
   * @return this builder
   */
  public TrainingRunBuilder replicas(int count) {
    requirePositive("the number of replicas", count);
    replicas = count;
    return this;
  }

  /**
   * The number format of matrix products and dense convolutions (default: float32).
   *
   * @param value float16 needs a GPU
   * @return this builder
   */
  public TrainingRunBuilder precision(Precision value) {
    precision = value;
    return this;
  }

  /**
   * Who hears of steps and checkpoints. Metrics are written in any case.
   *
   * @param values called in this order
   * @return this builder
   */
  public TrainingRunBuilder listeners(TrainingListener... values) {
    listeners = List.of(values);
    return this;
  }

  /**
   * Who gets lines about the data, the start and the scores (default: the log).
   *
   * @param lines gets them without line ends
   * @return this builder
   */
  public TrainingRunBuilder log(Consumer<String> lines) {
    log = lines;
    return this;
  }

  /**
   * Who hears how scoring goes, and of what is left out (default: the log gets the warnings).
   *
   * @param listener its warnings may come from any thread
   * @return this builder
   */
  public TrainingRunBuilder progress(WorkListener listener) {
    progress = listener;
    return this;
  }

  /**
   * Completes the plan.
   *
   * @return the run, not yet begun
   * @throws IllegalArgumentException if values contradict each other
   */
  public TrainingRun build() {
    if (evaluateEvery != null && evaluateEvery % checkpointEvery != 0) {
      throw new IllegalArgumentException(
          "checkpoints are scored every %d steps, which is no multiple of %d, their distance"
              .formatted(evaluateEvery, checkpointEvery));
    }
    return new TrainingRun(this);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(what + " is positive, found " + value);
    }
  }
}
