/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.schedule.LearningRate;
import java.util.Objects;
import java.util.function.Function;

/**
 * The recipe of a model, where nothing else is asked for.
 *
 * @param batch pictures in a step
 * @param rate the highest learning rate for that batch; other batches have it in proportion
 * @param length how long it is trained
 * @param schedule the learning rate by iteration
 * @param recipe parameter groups, clipping, accumulation and moving average, for a learning rate
 * @param frozen how many of the backbone's parts do not learn, the stem being the first
 */
public record TrainingDefaults(
    int batch,
    double rate,
    Length length,
    Schedule schedule,
    Function<LearningRate, TrainingRecipe> recipe,
    int frozen) {

  /**
   * A recipe in which everything learns.
   *
   * @param batch pictures in a step
   * @param rate the highest learning rate for that batch; other batches have it in proportion
   * @param length how long it is trained
   * @param schedule the learning rate by iteration
   * @param recipe parameter groups, clipping, accumulation and moving average, for a learning rate
   */
  public TrainingDefaults(
      int batch,
      double rate,
      Length length,
      Schedule schedule,
      Function<LearningRate, TrainingRecipe> recipe) {
    this(batch, rate, length, schedule, recipe, 0);
  }

  /** Makes the schedule of a training. */
  @FunctionalInterface
  public interface Schedule {

    /**
     * The learning rate by iteration.
     *
     * @param highest learning rate
     * @param iterations steps of the training
     * @return the schedule
     */
    LearningRate of(double highest, long iterations);
  }

  /**
   * Iterations or epochs.
   *
   * @param count how many, at least 1
   * @param epochs whether they are rounds over the data
   */
  public record Length(long count, boolean epochs) {

    /** Checks the number. */
    public Length {
      if (count < 1) {
        throw new IllegalArgumentException("the length is at least 1, found " + count);
      }
    }

    /**
     * So many steps.
     *
     * @param count at least 1
     * @return the length
     */
    public static Length iterations(long count) {
      return new Length(count, false);
    }

    /**
     * So many rounds over the data.
     *
     * @param count at least 1
     * @return the length
     */
    public static Length epochs(long count) {
      return new Length(count, true);
    }

    /**
     * The number of steps.
     *
     * @param pictures in the data
     * @param batch pictures in a step
     * @return at least 1
     */
    public long steps(long pictures, int batch) {
      return epochs ? Math.max(1, (count * pictures + batch - 1) / batch) : count;
    }
  }

  /** Checks the numbers. */
  public TrainingDefaults {
    Objects.requireNonNull(length, "length");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(recipe, "recipe");
    if (batch < 1 || !(rate > 0) || frozen < 0) {
      throw new IllegalArgumentException(
          "expected a positive batch and rate and no negative number of frozen parts, found "
              + "%d, %s and %d".formatted(batch, rate, frozen));
    }
  }

  /**
   * The rate for another batch.
   *
   * @param pictures in a step
   * @return in proportion
   */
  public double rateOf(int pictures) {
    return rate * pictures / batch;
  }
}
