/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Dropout;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;

/**
 * One layer of the encoder: tokens read the maps that they are themselves, then the feed-forward
 * network, each followed by addition and normalisation.
 *
 * <p>Inputs: tokens [B, S, D], their positions [B, S, D], references [B, S, L, 2], level shapes
 * int64 [L, 2], and the mask [B, S, 1] if there is padding. Output: tokens.
 */
final class EncoderLayer extends TorchBlock {
  static final double EPS = 1e-5;

  private final AttentionBlock attention;
  private final LayerNorm norm1;
  private final FeedForward feedForward;
  private final LayerNorm norm2;
  private final Dropout dropout;

  EncoderLayer(TransformerConfig config) {
    attention = child("self_attn", new AttentionBlock(config));
    norm1 = child("norm1", new LayerNorm(config.width(), EPS));
    feedForward = child("", new FeedForward(config));
    norm2 = child("norm2", new LayerNorm(config.width(), EPS));
    dropout = new Dropout(config.dropout());
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray x = inputs.get(0);
    NDList reading = new NDList(x.add(inputs.get(1)), inputs.get(2), x);
    reading.addAll(inputs.subList(3, inputs.size()));
    NDArray read = attention.forward(pass, reading).singletonOrThrow();
    x = norm1.forward(pass, x.add(dropout.apply(pass, read)));
    NDArray fed = feedForward.forward(pass, x);
    return new NDList(norm2.forward(pass, x.add(dropout.apply(pass, fed))));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape x = inputs[0];
    attention.trace(tracer, x, inputs[2], x, inputs[3]);
    norm1.trace(tracer, x);
    feedForward.trace(tracer, x);
    return new Shape[] {norm2.trace(tracer, x)};
  }
}
