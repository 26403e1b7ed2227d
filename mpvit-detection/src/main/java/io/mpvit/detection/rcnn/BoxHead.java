/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.UniformInitializer;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;

/**
 * Two hidden layers with ReLU over a flattened region: [R, C, side, side] to [R, hidden]. Keys
 * {@code fc1} and {@code fc2}.
 */
public final class BoxHead extends UnaryBlock {
  private final Linear fc1;
  private final Linear fc2;

  /**
   * Creates the head.
   *
   * @param channels width of the pyramid
   * @param config its sizes
   */
  public BoxHead(int channels, BoxHeadConfig config) {
    fc1 = child("fc1", layer(channels * config.side() * config.side(), config.hidden()));
    fc2 = child("fc2", layer(config.hidden(), config.hidden()));
  }

  private static Linear layer(int in, int out) {
    return new Linear(in, out, new UniformInitializer((float) Math.sqrt(3.0 / in)));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray regions) {
    NDArray flat = regions.reshape(regions.getShape().get(0), -1); // in the order C, y, x
    NDArray hidden = Activation.relu(fc1.forward(pass, flat));
    return Activation.relu(fc2.forward(pass, hidden));
  }

  @Override
  public Shape trace(Tracer tracer, Shape regions) {
    Shape flat = new Shape(regions.get(0), regions.size() / regions.get(0));
    return fc2.trace(tracer, fc1.trace(tracer, flat));
  }
}
