/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.mpvit.ops.Precision;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What the blocks of a network share during one forward pass.
 *
 * @param parameters where parameter values of the input's device come from
 * @param training whether gradients are recorded, statistics updated and random regularisation
 *     applied
 * @param precision the number format of matrix products and dense convolutions
 * @param random where random regularisation draws from, in training only
 * @param replica the pass's place among those that share a batch, in training only
 */
public record Pass(
    ParameterStore parameters,
    boolean training,
    Precision precision,
    RandomGenerator random,
    Replica replica) {

  /**
   * A pass that has the whole batch.
   *
   * @param parameters where parameter values come from
   * @param training whether gradients are recorded
   * @param precision the number format
   * @param random where random regularisation draws from
   */
  public Pass(
      ParameterStore parameters, boolean training, Precision precision, RandomGenerator random) {
    this(parameters, training, precision, random, Replica.ALONE);
  }

  /**
   * A pass whose random regularisation cannot be repeated.
   *
   * @param parameters where parameter values come from
   * @param training whether gradients are recorded
   * @param precision the number format
   */
  public Pass(ParameterStore parameters, boolean training, Precision precision) {
    this(parameters, training, precision, new SplittableRandom());
  }

  /**
   * The value of a parameter on the device of an array.
   *
   * @param parameter the parameter
   * @param like an array on the device wanted
   * @return the parameter's array, which must not be closed
   */
  public NDArray value(Parameter parameter, NDArray like) {
    NDArray value = parameters.getValue(parameter, like.getDevice(), training);
    // The store may have just made a copy for this device; it must outlive the block's scope.
    NDScope.unregister(value);
    return value;
  }
}
