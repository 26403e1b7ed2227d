/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.UniformInitializer;

/** Initial values of a fresh network. */
public final class Initializers {

  /** A counter's start, whatever type the other parameters have. */
  static final Initializer COUNTER = (manager, shape, type) -> manager.zeros(shape, DataType.INT64);

  private static final float LINEAR_STD = 0.02f;

  private Initializers() {}

  /** Normal with standard deviation 0.02, as vision transformers draw linear weights. */
  public static Initializer linear() {
    return new NormalInitializer(LINEAR_STD);
  }

  /**
   * Normal, scaled by the fan-out (He).
   *
   * @param fanOut k * k * output channels (divided by the groups or not, as the layer's rule says)
   * @return standard deviation {@code sqrt(2 / fanOut)}
   */
  public static Initializer heNormal(long fanOut) {
    return new NormalInitializer((float) Math.sqrt(2.0 / fanOut));
  }

  /**
   * PyTorch's default for convolutions and their biases.
   *
   * @param fanIn k * k * input channels / groups
   * @return uniform within {@code 1 / sqrt(fanIn)} of 0
   */
  public static Initializer torchUniform(long fanIn) {
    return new UniformInitializer((float) (1 / Math.sqrt(fanIn)));
  }

  /**
   * Glorot's uniform initialisation.
   *
   * @param fanIn k * k * input channels
   * @param fanOut k * k * output channels
   * @return uniform within {@code sqrt(6 / (fanIn + fanOut))} of 0
   */
  public static Initializer xavierUniform(long fanIn, long fanOut) {
    return new UniformInitializer((float) Math.sqrt(6.0 / (fanIn + fanOut)));
  }
}
