/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.Nonlinearity;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of 3x3 convolutions, each followed by ReLU: [N, C, H, W] to the same shape. Either all
 * have biases, or all have a batch normalisation each, under {@code norm} below the convolution's
 * path.
 */
public final class ConvTower extends UnaryBlock {
  private static final int WINDOW = 3;

  private final List<UnaryBlock> layers = new ArrayList<>();
  private final boolean normed;

  /**
   * Creates a stack without norms, biases zero.
   *
   * @param channels width of all maps
   * @param names the convolutions' paths in the state dict, in order
   * @param initializer the weights of a fresh network
   */
  public ConvTower(int channels, List<String> names, Initializer initializer) {
    this(channels, names, initializer, false);
  }

  private ConvTower(int channels, List<String> names, Initializer initializer, boolean normed) {
    this.normed = normed;
    for (String name : names) {
      Conv2d.Builder conv = Conv2d.builder(channels, channels, WINDOW).optInitializer(initializer);
      layers.add(
          normed
              ? child(name, new ConvBn("", conv.build(), "norm", Nonlinearity.RELU))
              : child(name, conv.optBias(Initializer.ZEROS).build()));
    }
  }

  /**
   * Creates a stack with batch normalisations in place of biases.
   *
   * @param channels width of all maps
   * @param names the convolutions' paths in the state dict, in order
   * @param initializer the weights of a fresh network
   * @return the stack
   */
  public static ConvTower normed(int channels, List<String> names, Initializer initializer) {
    return new ConvTower(channels, names, initializer, true);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray y = x;
    for (UnaryBlock layer : layers) {
      NDArray next = layer.forward(pass, y);
      if (!normed) {
        NDArray z = next;
        next = Activation.relu(z);
        // Two maps alive instead of two per layer: each may be tens of megabytes.
        z.close();
      }
      closeUnless(y == x, y);
      y = next;
    }
    return y;
  }

  private static void closeUnless(boolean kept, NDArray map) {
    if (!kept) {
      map.close();
    }
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    Shape shape = in;
    for (UnaryBlock layer : layers) {
      shape = layer.trace(tracer, shape);
    }
    return shape;
  }
}
