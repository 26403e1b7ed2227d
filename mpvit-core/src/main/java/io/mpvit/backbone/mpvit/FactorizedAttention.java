/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.AttentionOps;

/**
 * Factorised multi-head attention with convolutional relative position encoding (paper, section
 * 3.2, equation 2). From [B, H, W, width], tokens laid out in rows, to tokens [B, H*W, width].
 */
final class FactorizedAttention extends UnaryBlock {

  private static final int QKV = 3;

  private final Linear qkv;
  private final Linear proj;
  private final RelativePositionEncoding crpe;
  private final int heads;
  private final int width;

  FactorizedAttention(int width, int heads, RelativePositionEncoding crpe) {
    qkv = child("qkv", new Linear(width, QKV * width));
    proj = child("proj", new Linear(width, width));
    tied("crpe", crpe);
    this.crpe = crpe;
    this.heads = heads;
    this.width = width;
  }

  /** Queries, keys and values [B, H, W, 3, heads, channels per head] of tokens [B, H, W, width]. */
  NDArray queriesKeysValues(Pass pass, NDArray x) {
    Shape s = x.getShape();
    return qkv.forward(pass, x).reshape(s.get(0), s.get(1), s.get(2), QKV, heads, width / heads);
  }

  /** What the heads attend to, before the final projection: [B, H*W, width]. */
  private NDArray attend(Pass pass, NDArray x) {
    NDArray rows = queriesKeysValues(pass, x);
    return AttentionOps.factorizedAttention(rows, crpe.groups(pass, x), pass.training());
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return proj.forward(pass, attend(pass, x));
  }

  /**
   * Inference of {@code residual + forward(x)}.
   *
   * @param residual [B, H*W, width]
   */
  NDArray addTo(Pass pass, NDArray x, NDArray residual) {
    return proj.addTo(pass, attend(pass, x), residual);
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    long batch = x.get(0);
    long tokens = x.get(1) * x.get(2);
    long perHead = width / heads;
    qkv.trace(tracer, new Shape(batch, tokens, width));
    long multiplications = batch * heads * tokens * perHead * perHead;
    tracer.product(multiplications, new Shape(batch, heads, perHead, perHead));
    tracer.product(multiplications, new Shape(batch, heads, tokens, perHead));
    crpe.trace(tracer, new Shape(batch, x.get(1), x.get(2), QKV, heads, perHead));
    return proj.trace(tracer, new Shape(batch, tokens, width));
  }
}
