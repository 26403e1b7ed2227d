/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.DropPath;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Mlp;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.attention.FactorizedAttention;
import io.mpvit.nn.attention.PositionEncoding;
import io.mpvit.nn.attention.RelativePositionEncoding;

/**
 * A block of one scale (paper, section 4): position encoding, attention, MLP, the latter two as
 * residual branches of normalised tokens. Inputs: a {@link TokenMap}; output: its tokens.
 */
final class SerialBlock extends TorchBlock {

  /** The constant of all normalisations but those of the patches. */
  static final double EPS = 1e-6;

  private final PositionEncoding cpe;
  private final LayerNorm norm1;
  private final FactorizedAttention attention;
  private final LayerNorm norm2;
  private final Mlp mlp;
  private final DropPath dropPath;

  /** The position encodings belong to the backbone and are shared by a stage's blocks. */
  SerialBlock(CoatConfig config, int stage, PositionEncoding cpe, RelativePositionEncoding crpe) {
    int width = config.widths().get(stage);
    tied("cpe", cpe);
    this.cpe = cpe;
    norm1 = child("norm1", new LayerNorm(width, EPS));
    attention = child("factoratt_crpe", new FactorizedAttention(width, config.heads(), crpe));
    norm2 = child("norm2", new LayerNorm(width, EPS));
    mlp = child("mlp", new Mlp(width, config.mlpRatios().get(stage) * width));
    dropPath = new DropPath(config.dropPathRate());
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    TokenMap scale = TokenMap.of(inputs);
    NDArray x = scale.encoded(pass, cpe);
    NDArray normed = norm1.forward(pass, x);
    if (pass.training()) {
      x = x.add(dropPath.apply(pass, attention.forward(pass, normed, scale.size())));
      x = x.add(dropPath.apply(pass, mlp.forward(pass, norm2.forward(pass, x))));
    } else {
      x = attention.addTo(pass, normed, scale.size(), x);
      x = mlp.addTo(pass, norm2.forward(pass, x), x);
    }
    return new NDList(x);
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape tokens = inputs[0];
    Shape size = inputs[1];
    cpe.trace(tracer, new Shape(tokens.get(0), tokens.get(2), size.get(1), size.get(2)));
    norm1.trace(tracer, tokens);
    attention.trace(tracer, tokens, size);
    norm2.trace(tracer, tokens);
    mlp.trace(tracer, tokens);
    return new Shape[] {tokens};
  }
}
