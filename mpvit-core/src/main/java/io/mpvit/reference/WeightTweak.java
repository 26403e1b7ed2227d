/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import ai.djl.ndarray.types.Shape;

/**
 * A change to reference weights. Random weights saturate deep networks; a few scaled tensors keep
 * the outputs of a comparison in a range where mistakes show.
 */
@FunctionalInterface
public interface WeightTweak {

  /**
   * Changes a tensor in place, if it is concerned.
   *
   * @param key the tensor's canonical state-dict key
   * @param values its values in row-major order
   * @param shape its shape
   */
  void apply(String key, float[] values, Shape shape);

  /**
   * Multiplies the tensor of a key.
   *
   * @param key the state-dict key
   * @param factor the factor
   * @return the change
   */
  static WeightTweak multiply(String key, double factor) {
    return (name, values, shape) -> {
      if (name.equals(key)) {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] * factor);
        }
      }
    };
  }

  /**
   * Adds a number to every element of the tensor of a key.
   *
   * @param key the state-dict key
   * @param term the number
   * @return the change
   */
  static WeightTweak add(String key, double term) {
    return (name, values, shape) -> {
      if (name.equals(key)) {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] + term);
        }
      }
    };
  }

  /**
   * Adds a number to one element of the tensor of a key.
   *
   * @param key the state-dict key
   * @param index the element's row-major index
   * @param term the number
   * @return the change
   */
  static WeightTweak addAt(String key, int index, double term) {
    return (name, values, shape) -> {
      if (name.equals(key)) {
        values[index] = (float) (values[index] + term);
      }
    };
  }

  /**
   * Takes its own mean from each k x k window of a convolution's weight, so that constant features
   * give nothing.
   *
   * @param key the state-dict key
   * @return the change
   */
  static WeightTweak zeroSumKernel(String key) {
    return (name, values, shape) -> {
      if (!name.equals(key)) {
        return;
      }
      int window = Math.toIntExact(shape.get(2) * shape.get(3));
      for (int start = 0; start < values.length; start += window) {
        double sum = 0;
        for (int i = start; i < start + window; i++) {
          sum += values[i];
        }
        for (int i = start; i < start + window; i++) {
          values[i] = (float) (values[i] - sum / window);
        }
      }
    };
  }
}
