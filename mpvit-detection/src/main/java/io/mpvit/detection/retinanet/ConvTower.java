/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of 3x3 convolutions, each followed by ReLU, without norms: [N, C, H, W] to the same
 * shape. Keys count the activations too: {@code 0}, {@code 2}, {@code 4}, ...
 */
final class ConvTower extends UnaryBlock {
  /** Standard deviation of all weights of the head in a fresh network. */
  static final float WEIGHT_STD = 0.01f;

  private final List<Conv2d> convs = new ArrayList<>();

  ConvTower(int channels, int depth) {
    for (int i = 0; i < depth; i++) {
      Conv2d conv =
          Conv2d.builder(channels, channels, 3)
              .optInitializer(new NormalInitializer(WEIGHT_STD))
              .optBias(Initializer.ZEROS)
              .build();
      convs.add(child(String.valueOf(2 * i), conv));
    }
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray y = x;
    for (Conv2d conv : convs) {
      NDArray z = conv.forward(pass, y);
      NDArray next = Activation.relu(z);
      // Two maps alive instead of eight: at 800 pixels each of p3's is 16 MB.
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
