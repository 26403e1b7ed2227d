/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.UniformInitializer;
import io.mpvit.nn.ConvTower;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolutions with batch normalisation and ReLU, if there are any, then hidden layers with ReLU
 * over the flattened region: [R, C, side, side] to [R, hidden]. Keys {@code conv1}, {@code conv2},
 * ... and {@code fc1}, {@code fc2}, ...
 */
public final class BoxHead extends UnaryBlock {
  private final ConvTower tower;
  private final List<Linear> layers = new ArrayList<>();

  /**
   * Creates the head.
   *
   * @param channels width of the pyramid
   * @param config its sizes
   */
  public BoxHead(int channels, BoxHeadConfig config) {
    // A block that hands its input on would close it too early, so there is none without layers.
    tower =
        config.convolutions() == 0
            ? null
            : child(
                "",
                ConvTower.normed(
                    channels,
                    names("conv", config.convolutions()),
                    Initializers.heNormal(9L * channels)));
    int width = channels * config.side() * config.side();
    for (String name : names("fc", config.layers())) {
      layers.add(child(name, layer(width, config.hidden())));
      width = config.hidden();
    }
  }

  private static List<String> names(String stem, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> stem + i).toList();
  }

  private static Linear layer(int in, int out) {
    return new Linear(in, out, new UniformInitializer((float) Math.sqrt(3.0 / in)));
  }

  /** Whether regions are read plane by plane at once, without convolutions before. */
  boolean readsPlanes() {
    return tower == null;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray regions) {
    NDArray maps = tower == null ? regions : tower.forward(pass, regions);
    NDArray hidden = maps.reshape(maps.getShape().get(0), -1); // in the order C, y, x
    for (Linear layer : layers) {
      hidden = Activation.relu(layer.forward(pass, hidden));
    }
    return hidden;
  }

  @Override
  public Shape trace(Tracer tracer, Shape regions) {
    Shape maps = tower == null ? regions : tower.trace(tracer, regions);
    Shape hidden = new Shape(maps.get(0), maps.size() / maps.get(0));
    for (Linear layer : layers) {
      hidden = layer.trace(tracer, hidden);
    }
    return hidden;
  }
}
