/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.KeyPrefixes;
import io.mpvit.checkpoint.StateDict;
import java.util.Optional;

/**
 * Questions about a state dict's keys, seen through the wrappers that training programs put around
 * them.
 */
public final class StateDictKeys {

  private StateDictKeys() {}

  /**
   * What a training wrapper put before every key.
   *
   * @param weights the file
   * @return {@code module.} (repeated, if nested), or empty
   */
  public static String wrapper(StateDict weights) {
    return KeyPrefixes.moduleDepth(weights.keys());
  }

  /**
   * The shape of a tensor.
   *
   * @param weights the file
   * @param key the tensor's key without any wrapper's prefix
   * @return the axis lengths, or empty if there is no such tensor
   */
  public static Optional<long[]> shape(StateDict weights, String key) {
    return weights.find(wrapper(weights) + key).map(tensor -> tensor.shape());
  }

  /**
   * The number of rows of a matrix or kernel, such as the class count of a predictor.
   *
   * @param weights the file
   * @param key the tensor's key without any wrapper's prefix
   * @return the length of the first of at least two axes, or empty if there is no such tensor
   */
  public static Optional<Integer> rows(StateDict weights, String key) {
    return shape(weights, key)
        .filter(shape -> shape.length >= 2 && shape[0] > 0 && shape[0] <= Integer.MAX_VALUE)
        .map(shape -> (int) shape[0]);
  }
}
