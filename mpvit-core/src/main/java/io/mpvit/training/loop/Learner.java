/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.ndarray.NDManager;
import io.mpvit.ops.NonFiniteException;
import io.mpvit.training.LossScale;
import io.mpvit.training.LossValues;
import io.mpvit.training.MovingAverage;
import io.mpvit.training.optimizer.Gradients;
import io.mpvit.training.optimizer.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes the steps of a training.
 *
 * @param <B> a batch
 */
final class Learner<B> {

  private final TrainingLoopBuilder<B> plan;
  private final Replicas<B> replicas;
  private final Optimizer optimizer;
  private final MovingAverage average;
  private final LossScale scale;
  private final Gradients gradients;

  /**
   * Creates a learner.
   *
   * @param plan the plan
   * @param replicas go forward and backward
   * @param optimizer follows the gradients
   * @param average follows the weights; null for none
   * @param scale of the loss; null for none
   */
  Learner(
      TrainingLoopBuilder<B> plan,
      Replicas<B> replicas,
      Optimizer optimizer,
      MovingAverage average,
      LossScale scale) {
    this.plan = plan;
    this.replicas = replicas;
    this.optimizer = optimizer;
    this.average = average;
    this.scale = scale;
    gradients = new Gradients(plan.network);
  }

  /** How many batches a step takes. */
  static int batches(TrainingLoopBuilder<?> plan) {
    return plan.recipe.accumulation() * plan.devices.size();
  }

  /**
   * Takes a step.
   *
   * @param iteration its number, from 0
   * @param batches where the data comes from
   * @param manager parent of the managers that own what is computed
   * @return what it did
   */
  StepReport step(long iteration, BatchStream<B> batches, NDManager manager)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    int parts = plan.recipe.accumulation();
    List<LossValues> values = new ArrayList<>();
    int samples = 0;
    long waited = 0;
    for (int part = 0; part < parts; part++) {
      try (NDManager scratch = manager.newSubManager()) {
        long asked = System.nanoTime();
        List<NDManager> managers = replicas.managers(scratch);
        List<B> own = new ArrayList<>();
        for (NDManager each : managers) {
          own.add(batches.next(each));
        }
        waited += System.nanoTime() - asked;
        samples += own.stream().mapToInt(plan.source::samples).sum();
        values.add(backward(own, managers, iteration, part));
      }
    }
    LossValues losses = LossValues.mean(values);
    requireFinite(iteration, losses.parts());
    double norm = follow(iteration, parts);
    return new StepReport(
        iteration + 1,
        plan.iterations,
        losses,
        plan.recipe.rate().at(iteration),
        norm,
        samples,
        (System.nanoTime() - began) / 1e9,
        waited / 1e9);
  }

  private LossValues backward(List<B> batches, List<NDManager> managers, long iteration, int part)
      throws InterruptedException {
    try {
      return replicas.backward(
          batches, managers, iteration, part, scale == null ? 1 : scale.value());
    } catch (NonFiniteException e) {
      // Some objectives cannot even tell which prediction is for which object.
      throw diverged(iteration, e.getMessage());
    }
  }

  private double follow(long iteration, int parts) {
    double divisor = parts * (scale == null ? 1 : scale.value());
    if (divisor != 1) {
      gradients.scale(1 / divisor);
    }
    double most = plan.recipe.maxNorm();
    double norm = Double.isInfinite(most) ? gradients.norm() : gradients.clip(most);
    boolean finite = Double.isFinite(norm);
    boolean recovers = scale != null && scale.update(finite);
    if (!finite && !recovers) {
      requireFinite(iteration, Map.of("gradient norm", norm));
    }
    if (finite) {
      optimizer.step(plan.recipe.rate().at(iteration));
    }
    gradients.clear();
    if (finite && average != null) {
      average.update();
    }
    return norm;
  }

  private static void requireFinite(long iteration, Map<String, Double> values) {
    List<String> bad =
        values.entrySet().stream()
            .filter(entry -> !Double.isFinite(entry.getValue()))
            .map(entry -> entry.getKey() + " is " + entry.getValue())
            .toList();
    if (!bad.isEmpty()) {
      throw diverged(iteration, String.join(", ", bad));
    }
  }

  private static TrainingDivergedException diverged(long iteration, String what) {
    return new TrainingDivergedException(
        "step %d: %s; a lower learning rate or a longer warm-up may help"
            .formatted(iteration + 1, what));
  }
}
