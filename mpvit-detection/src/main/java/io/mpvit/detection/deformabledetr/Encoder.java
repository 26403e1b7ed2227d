/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/** The encoder's layers. Inputs and output as of {@link EncoderLayer}. */
final class Encoder extends TorchBlock {
  private final List<EncoderLayer> layers = new ArrayList<>();

  Encoder(TransformerConfig config) {
    for (int i = 0; i < config.encoderLayers(); i++) {
      layers.add(child("layers." + i, new EncoderLayer(config)));
    }
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDList state = new NDList(inputs);
    for (EncoderLayer layer : layers) {
      NDArray next = layer.forward(pass, state).singletonOrThrow();
      NDArray last = state.set(0, next);
      if (last != inputs.head() && !pass.training()) {
        last.close();
      }
    }
    return new NDList(state.head());
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    layers.forEach(layer -> layer.trace(tracer, inputs));
    return new Shape[] {inputs[0]};
  }
}
