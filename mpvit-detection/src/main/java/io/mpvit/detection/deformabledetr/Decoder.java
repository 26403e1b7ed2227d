/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.RelativeBoxes;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder's layers, which correct the references between them if they have box heads.
 *
 * <p>Inputs: queries [B, Q, D], their positions [B, Q, D], references [B, Q, 2] or [B, Q, 4], the
 * pictures' shares of the levels [B, L, 2], the encoder's tokens [B, S, D], level shapes int64 [L,
 * 2], and the mask [B, S, 1] if there is padding. Outputs: the queries after each layer, then the
 * references before the first layer and after each one.
 */
final class Decoder extends TorchBlock {
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final List<BoxMlp> refiners;

  /**
   * Creates the layers.
   *
   * @param config their shape
   * @param own the heads that stand below the decoder in the state dict
   */
  Decoder(TransformerConfig config, PredictionHeads own) {
    for (int i = 0; i < config.decoderLayers(); i++) {
      layers.add(child("layers." + i, new DecoderLayer(config)));
    }
    refiners = own.boxes();
    for (int i = 0; i < own.boxes().size(); i++) {
      child("bbox_embed." + i, own.boxes().get(i));
    }
    for (int i = 0; i < own.classes().size(); i++) {
      child("class_embed." + i, own.classes().get(i));
    }
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray x = inputs.get(0);
    NDArray reference = inputs.get(2);
    NDList states = new NDList();
    NDList references = new NDList(reference);
    for (int i = 0; i < layers.size(); i++) {
      NDList reading = new NDList(x, inputs.get(1), onLevels(reference, inputs.get(3)));
      reading.addAll(inputs.subList(4, inputs.size()));
      x = layers.get(i).forward(pass, reading).singletonOrThrow();
      states.add(x);
      if (!refiners.isEmpty()) {
        NDArray correction = refiners.get(i).forward(pass, x);
        // Each layer learns from its own loss only.
        reference = RelativeBoxes.corrected(correction, reference, pass.training()).stopGradient();
      }
      references.add(reference);
    }
    states.addAll(references);
    return states;
  }

  /** References relative to each level instead of to the picture: [B, Q, L, 2 or 4]. */
  private static NDArray onLevels(NDArray reference, NDArray ratios) {
    NDArray factors =
        reference.getShape().get(2) == 2 ? ratios : NDArrays.concat(new NDList(ratios, ratios), 2);
    return reference.expandDims(2).mul(factors.expandDims(1));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape[] outputs = new Shape[2 * layers.size() + 1];
    Shape x = inputs[0];
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).trace(tracer, x, inputs[1], inputs[2], inputs[4], inputs[5]);
      if (!refiners.isEmpty()) {
        refiners.get(i).trace(tracer, x);
      }
      outputs[i] = x;
      outputs[layers.size() + 1 + i] =
          refiners.isEmpty() ? inputs[2] : new Shape(x.get(0), x.get(1), 4);
    }
    outputs[layers.size()] = inputs[2];
    return outputs;
  }
}
