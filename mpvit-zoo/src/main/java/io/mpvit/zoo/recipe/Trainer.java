/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.checkpoint.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How one model is trained: what its data folder holds, the network for those data, the scores.
 *
 * @param <P> the pipeline from pictures to results that is scored
 * @param <D> the data
 */
public interface Trainer<P, D extends TrainingData> {

  /**
   * Looks through a folder of training data.
   *
   * @param folder laid out as the task has it
   * @param warnings gets a line with file and id for what is left out
   * @return the data
   * @throws IOException if the folder cannot be read, contradicts itself, or nothing remains
   */
  D read(Path folder, Consumer<String> warnings) throws IOException;

  /**
   * The same training on windows of another size.
   *
   * @param side of the windows, in pixels
   * @return the trainer
   * @throws IllegalArgumentException if this task learns from whole pictures, or the side is too
   *     small
   */
  default Trainer<P, D> withCrop(int side) {
    throw new IllegalArgumentException(
        "only segmenters learn from windows whose size can be chosen; leave the crop out");
  }

  /**
   * Joins the network for the data with its losses and its recipe.
   *
   * @param data what is learned from
   * @param start a checkpoint to start from, of which the architecture takes what it shows
   * @return the training, its network not yet given values
   */
  ModelTraining<?> training(D data, Optional<StateDict> start);

  /**
   * What the classes of published networks are called, whose files do not say it.
   *
   * @param classes how many classes a network has
   * @return names by class index; empty if no published network has so many
   */
  Optional<List<String>> publishedNames(int classes);

  /**
   * Looks through a folder of data to score on, so that what is wrong with them is told before the
   * training begins. Its classes are those of the training data that have the same names.
   *
   * @param data what is learned from
   * @param folder laid out as the task has it
   * @param warnings gets a line for classes that one side lacks, or that are matched by position
   * @return what scores networks trained for these data
   * @throws IOException if the folder cannot be read, contradicts itself, or has none of the
   *     classes
   */
  Evaluator<P> evaluator(D data, Path folder, Consumer<String> warnings) throws IOException;
}
