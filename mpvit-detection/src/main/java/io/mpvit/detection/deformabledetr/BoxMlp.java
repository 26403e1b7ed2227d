/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.HostArrays;

/**
 * Three linear layers with ReLU between them that predict boxes: [..., D] to [..., 4], centre x,
 * centre y, width and height as logits, to be added to those of a reference.
 */
final class BoxMlp extends UnaryBlock {
  private final Linear layer0;
  private final Linear layer1;
  private final Linear layer2;

  /**
   * Creates the layers.
   *
   * @param width D
   * @param sizeBias what a fresh network adds to the logits of width and height
   */
  BoxMlp(int width, float sizeBias) {
    layer0 = child("layers.0", layer(width));
    layer1 = child("layers.1", layer(width));
    Initializer bias =
        (manager, shape, type) -> HostArrays.of(manager, new float[] {0, 0, sizeBias, sizeBias}, 4);
    layer2 = child("layers.2", new Linear(width, 4, Initializer.ZEROS, bias));
  }

  private static Linear layer(int width) {
    Initializer uniform = Initializers.torchUniform(width);
    return new Linear(width, width, uniform, uniform);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray y = Activation.relu(layer0.forward(pass, x));
    return layer2.forward(pass, Activation.relu(layer1.forward(pass, y)));
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    return layer2.trace(tracer, layer1.trace(tracer, layer0.trace(tracer, x)));
  }
}
