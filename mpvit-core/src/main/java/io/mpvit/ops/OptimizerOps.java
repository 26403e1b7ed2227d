/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Changes of parameters in place, many tensors per call. Gradients do not see them. */
public final class OptimizerOps {

  private OptimizerOps() {}

  /**
   * The numbers of one AdamW step.
   *
   * @param rate the learning rate
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param eps added to the root of the corrected second moment
   * @param decay weight decay, decoupled from the gradient
   * @param step the number of this step, from 1
   */
  public record AdamWStep(
      double rate, double beta1, double beta2, double eps, double decay, long step) {}

  /**
   * One step of AdamW, equal to PyTorch's.
   *
   * @param parameters changed
   * @param gradients as many, of the same shapes
   * @param means first moments, changed
   * @param squares second moments, changed
   * @param step the step's numbers
   */
  public static void adamW(
      NDList parameters, NDList gradients, NDList means, NDList squares, AdamWStep step) {
    if (gradients.size() != parameters.size()
        || means.size() != parameters.size()
        || squares.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "expected a gradient and two moments for each of %d parameters, found %d, %d and %d"
              .formatted(parameters.size(), gradients.size(), means.size(), squares.size()));
    }
    Kernels.run(
        "adamw",
        arrays(parameters),
        arrays(gradients),
        arrays(means),
        arrays(squares),
        step.rate(),
        step.beta1(),
        step.beta2(),
        step.eps(),
        step.decay(),
        step.step());
  }

  /**
   * The numbers of one step of SGD.
   *
   * @param rate the learning rate
   * @param momentum the share of the past, in [0, 1)
   * @param decay weight decay, a part of the gradient
   */
  public record SgdStep(double rate, double momentum, double decay) {}

  /**
   * One step of SGD with momentum, equal to PyTorch's.
   *
   * @param parameters changed
   * @param gradients as many, of the same shapes
   * @param buffers fading sums of gradients, changed
   * @param step the step's numbers
   */
  public static void sgd(NDList parameters, NDList gradients, NDList buffers, SgdStep step) {
    if (gradients.size() != parameters.size() || buffers.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "expected a gradient and a buffer for each of %d parameters, found %d and %d"
              .formatted(parameters.size(), gradients.size(), buffers.size()));
    }
    Kernels.run(
        "sgd",
        arrays(parameters),
        arrays(gradients),
        arrays(buffers),
        step.rate(),
        step.momentum(),
        step.decay());
  }

  /**
   * Moves averages towards values: {@code average + (value - average) * weight}.
   *
   * @param averages float32, changed
   * @param values as many, of the same shapes
   * @param weight in [0, 1]
   */
  public static void moveTowards(NDList averages, NDList values, double weight) {
    if (averages.size() != values.size()) {
      throw new IllegalArgumentException(
          "expected " + averages.size() + " values, found " + values.size());
    }
    Kernels.run("move_towards", arrays(averages), arrays(values), weight);
  }

  /**
   * The Euclidean norm of several tensors as one vector.
   *
   * @param tensors at least one
   * @return the norm; NaN or infinite if an element is
   */
  public static double globalNorm(NDList tensors) {
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("a norm needs at least one tensor");
    }
    NDArray[] rest = arrays(new NDList(tensors.subList(1, tensors.size())));
    try (NDArray norm = Kernels.call("global_norm", tensors.get(0), rest)) {
      return norm.getFloat();
    }
  }

  /**
   * Multiplies tensors by a number.
   *
   * @param tensors changed
   * @param factor the number
   */
  public static void scale(NDList tensors, double factor) {
    Kernels.run("scale", arrays(tensors), factor);
  }

  /**
   * Sets tensors to 0, whatever they held.
   *
   * @param tensors changed
   */
  public static void clear(NDList tensors) {
    Kernels.run("clear", (Object) arrays(tensors));
  }

  private static NDArray[] arrays(NDList list) {
    return list.toArray(new NDArray[0]);
  }
}
