/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.AttentionOps;

/**
 * Factorised multi-head attention with convolutional relative position encoding (CoaT, section 3;
 * MPViT, section 3.2, equation 2).
 *
 * <p>Inputs: tokens [B, T, width], of which the last H*W are a map's, row by row, and an array
 * [..., H, W] of which only the size counts. Tokens before the map's, such as a class token, take
 * part in the attention and have no relative position. Output: tokens [B, T, width].
 */
public final class FactorizedAttention extends TorchBlock {

  private static final int QKV = 3;

  private final Linear qkv;
  private final Linear proj;
  private final RelativePositionEncoding crpe;
  private final int heads;
  private final int width;

  /**
   * Creates the attention.
   *
   * @param width the tokens' channels, a multiple of the heads
   * @param heads attention heads
   * @param crpe the relative position encoding, which has its place elsewhere in the tree
   */
  public FactorizedAttention(int width, int heads, RelativePositionEncoding crpe) {
    qkv = child("qkv", new Linear(width, QKV * width));
    proj = child("proj", new Linear(width, width));
    tied("crpe", crpe);
    this.crpe = crpe;
    this.heads = heads;
    this.width = width;
  }

  /** What the heads attend to, before the final projection: [B, T, width]. */
  private NDArray attend(Pass pass, NDArray tokens, NDArray like) {
    Shape s = tokens.getShape();
    NDArray rows = qkv.forward(pass, tokens).reshape(s.get(0), s.get(1), QKV, heads, width / heads);
    return AttentionOps.factorizedAttention(rows, like, crpe.groups(pass, tokens), pass.training());
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    return new NDList(proj.forward(pass, attend(pass, inputs.get(0), inputs.get(1))));
  }

  /**
   * Runs the block.
   *
   * @param pass what the forward pass shares
   * @param tokens [B, T, width]
   * @param like [..., H, W]
   * @return [B, T, width]
   */
  public NDArray forward(Pass pass, NDArray tokens, NDArray like) {
    return forward(pass, new NDList(tokens, like)).singletonOrThrow();
  }

  /**
   * Inference of {@code residual + forward(tokens, like)}.
   *
   * @param pass what the forward pass shares
   * @param tokens [B, T, width]
   * @param like [..., H, W]
   * @param residual [B, T, width]
   * @return [B, T, width]
   */
  public NDArray addTo(Pass pass, NDArray tokens, NDArray like, NDArray residual) {
    return proj.addTo(pass, attend(pass, tokens, like), residual);
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape tokens = inputs[0];
    long batch = tokens.get(0);
    long count = tokens.get(1);
    long perHead = width / heads;
    qkv.trace(tracer, tokens);
    long multiplications = batch * heads * count * perHead * perHead;
    tracer.product(multiplications, new Shape(batch, heads, perHead, perHead));
    tracer.product(multiplications, new Shape(batch, heads, count, perHead));
    crpe.trace(tracer, new Shape(batch, count, QKV, heads, perHead), inputs[1]);
    return new Shape[] {proj.trace(tracer, tokens)};
  }
}
