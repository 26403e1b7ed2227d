/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Dropout of whole channels: in training each channel of each sample is zeroed with a probability,
 * the others are scaled up (PyTorch's {@code Dropout2d}).
 *
 * @param rate the probability, in [0, 1)
 */
public record ChannelDropout(float rate) {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public ChannelDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate lies in [0, 1), found " + rate);
    }
  }

  /**
   * Applies it to a map.
   *
   * @param pass what the forward pass shares; nothing happens without training
   * @param map [B, C, H, W]
   * @return [B, C, H, W]
   */
  public NDArray apply(Pass pass, NDArray map) {
    if (!pass.training() || rate == 0) {
      return map;
    }
    float keep = 1 - rate;
    Shape shape = new Shape(map.getShape().get(0), map.getShape().get(1), 1, 1);
    float[] factors = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) Math.floor(keep + pass.random().nextFloat()) / keep;
    }
    try (NDArray borrowed = map.getManager().create(factors, shape)) {
      // Gradients need the factors after Java's memory is gone.
      return map.mul(borrowed.duplicate());
    }
  }
}
