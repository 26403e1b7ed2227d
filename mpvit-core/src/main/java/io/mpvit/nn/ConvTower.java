/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.Initializer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of 3x3 convolutions, each followed by ReLU, without norms: [N, C, H, W] to the same
 * shape.
 */
public final class ConvTower extends UnaryBlock {
  private final List<Conv2d> convs = new ArrayList<>();

  /**
   * Creates the stack, biases zero.
   *
   * @param channels width of all maps
   * @param names the convolutions' paths in the state dict, in order
   * @param initializer the weights of a fresh network
   */
  public ConvTower(int channels, List<String> names, Initializer initializer) {
    for (String name : names) {
      Conv2d conv =
          Conv2d.builder(channels, channels, 3)
              .optInitializer(initializer)
              .optBias(Initializer.ZEROS)
              .build();
      convs.add(child(name, conv));
    }
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray y = x;
    for (Conv2d conv : convs) {
      NDArray z = conv.forward(pass, y);
      NDArray next = Activation.relu(z);
      // Two maps alive instead of two per layer: each may be tens of megabytes.
      z.close();
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
    for (Conv2d conv : convs) {
      shape = conv.trace(tracer, shape);
    }
    return shape;
  }
}
