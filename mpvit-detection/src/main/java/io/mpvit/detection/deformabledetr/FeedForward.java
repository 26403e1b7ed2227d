/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.mpvit.nn.Dropout;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.TokenOps;
import io.mpvit.ops.TokenOps.Perceptron;

/** Two linear layers with ReLU between them: [..., D] to [..., D]. */
final class FeedForward extends UnaryBlock {
  private final Linear linear1;
  private final Linear linear2;
  private final Dropout dropout;

  FeedForward(TransformerConfig config) {
    linear1 = child("linear1", layer(config.width(), config.hidden()));
    linear2 = child("linear2", layer(config.hidden(), config.width()));
    dropout = new Dropout(config.dropout());
  }

  private static Linear layer(int in, int out) {
    return new Linear(in, out, Initializers.xavierUniform(in, out), Initializers.torchUniform(in));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    if (pass.training()) {
      NDArray hidden = Activation.relu(linear1.forward(pass, x));
      return linear2.forward(pass, dropout.apply(pass, hidden));
    }
    Perceptron weights =
        new Perceptron(
            linear1.weight(pass, x),
            linear1.bias(pass, x),
            linear2.weight(pass, x),
            linear2.bias(pass, x));
    return TokenOps.reluMlp(x, weights, pass.precision());
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    return linear2.trace(tracer, linear1.trace(tracer, x));
  }
}
