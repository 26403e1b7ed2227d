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
 * One layer of the decoder: queries attend to each other, read the encoder's maps, and pass the
 * feed-forward network, each followed by addition and normalisation.
 *
 * <p>Inputs: queries [B, Q, D], their positions [B, Q, D], references [B, Q, L, 2] or [B, Q, L, 4],
 * the encoder's tokens [B, S, D], level shapes int64 [L, 2], and the mask [B, S, 1] if there is
 * padding. Output: queries.
 */
final class DecoderLayer extends TorchBlock {
  private final AttentionBlock crossAttention;
  private final LayerNorm norm1;
  private final SelfAttention selfAttention;
  private final LayerNorm norm2;
  private final FeedForward feedForward;
  private final LayerNorm norm3;
  private final Dropout dropout;

  DecoderLayer(TransformerConfig config) {
    int width = config.width();
    crossAttention = child("cross_attn", new AttentionBlock(config));
    norm1 = child("norm1", new LayerNorm(width, EncoderLayer.EPS));
    selfAttention = child("self_attn", new SelfAttention(config));
    norm2 = child("norm2", new LayerNorm(width, EncoderLayer.EPS));
    feedForward = child("", new FeedForward(config));
    norm3 = child("norm3", new LayerNorm(width, EncoderLayer.EPS));
    dropout = new Dropout(config.dropout());
  }

  /** The norms' numbers are not in the order of their use. */
  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray x = inputs.get(0);
    NDArray positions = inputs.get(1);
    NDArray attended = selfAttention.forward(pass, new NDList(x, positions)).singletonOrThrow();
    x = norm2.forward(pass, x.add(dropout.apply(pass, attended)));
    NDList reading = new NDList(x.add(positions));
    reading.addAll(inputs.subList(2, inputs.size()));
    NDArray read = crossAttention.forward(pass, reading).singletonOrThrow();
    x = norm1.forward(pass, x.add(dropout.apply(pass, read)));
    NDArray fed = feedForward.forward(pass, x);
    return new NDList(norm3.forward(pass, x.add(dropout.apply(pass, fed))));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape x = inputs[0];
    selfAttention.trace(tracer, x, x);
    norm2.trace(tracer, x);
    crossAttention.trace(tracer, x, inputs[2], inputs[3], inputs[4]);
    norm1.trace(tracer, x);
    feedForward.trace(tracer, x);
    return new Shape[] {norm3.trace(tracer, x)};
  }
}
