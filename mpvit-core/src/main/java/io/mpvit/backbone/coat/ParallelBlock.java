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
import java.util.ArrayList;
import java.util.List;

/**
 * A block of the scales 2 to 4 together (paper, section 4, "parallel group" with feature
 * interpolation): each attends to itself, and what it finds is added to all three, brought to their
 * sizes. Position encodings are those of the serial stages; one MLP serves all scales.
 *
 * <p>Inputs: the {@link TokenMap}s of the scales, one after the other; outputs: their tokens.
 */
final class ParallelBlock extends TorchBlock {

  static final int SCALES = 3;

  /** The number of the first of the scales, as keys count them. */
  private static final int FIRST = 2;

  /** From which other scales each one is added to, in the order of the additions. */
  private static final int[][] OTHERS = {{1, 2}, {2, 0}, {1, 0}};

  private final List<PositionEncoding> encodings;
  private final List<LayerNorm> norms1 = new ArrayList<>();
  private final List<FactorizedAttention> attentions = new ArrayList<>();
  private final List<LayerNorm> norms2 = new ArrayList<>();
  private final Mlp mlp;
  private final DropPath dropPath;

  /** The position encodings, of scales 2 to 4, belong to the backbone. */
  ParallelBlock(
      CoatConfig config,
      List<PositionEncoding> encodings,
      List<RelativePositionEncoding> relativeEncodings) {
    this.encodings = List.copyOf(encodings);
    int width = config.widths().get(1);
    for (int s = 0; s < SCALES; s++) {
      norms1.add(child("norm1" + (FIRST + s), new LayerNorm(width, SerialBlock.EPS)));
    }
    for (int s = 0; s < SCALES; s++) {
      attentions.add(
          child(
              "factoratt_crpe" + (FIRST + s),
              new FactorizedAttention(width, config.heads(), relativeEncodings.get(s))));
    }
    for (int s = 0; s < SCALES; s++) {
      norms2.add(child("norm2" + (FIRST + s), new LayerNorm(width, SerialBlock.EPS)));
    }
    mlp = child("mlp2", new Mlp(width, config.mlpRatios().get(1) * width));
    tied("mlp3", mlp);
    tied("mlp4", mlp);
    dropPath = new DropPath(config.dropPathRate());
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    List<TokenMap> encoded = new ArrayList<>();
    List<TokenMap> attended = new ArrayList<>();
    for (int s = 0; s < SCALES; s++) {
      TokenMap scale = TokenMap.of(inputs.subNDList(2 * s, 2 * s + 2));
      NDArray x = scale.encoded(pass, encodings.get(s));
      encoded.add(scale.with(x));
      NDArray normed = norms1.get(s).forward(pass, x);
      attended.add(scale.with(attentions.get(s).forward(pass, normed, scale.size())));
    }
    NDList outputs = new NDList();
    for (int s = 0; s < SCALES; s++) {
      NDArray sum = sum(attended, s, pass.training());
      NDArray x = encoded.get(s).tokens().add(dropPath.apply(pass, sum));
      NDArray normed = norms2.get(s).forward(pass, x);
      outputs.add(
          pass.training()
              ? x.add(dropPath.apply(pass, mlp.forward(pass, normed)))
              : mlp.addTo(pass, normed, x));
    }
    return outputs;
  }

  /** What all scales found, at the size of one. */
  private static NDArray sum(List<TokenMap> attended, int scale, boolean training) {
    TokenMap own = attended.get(scale);
    NDArray sum = own.tokens();
    for (int other : OTHERS[scale]) {
      sum = sum.add(attended.get(other).resizedTo(own, training));
    }
    return sum;
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape[] outputs = new Shape[SCALES];
    for (int s = 0; s < SCALES; s++) {
      Shape tokens = inputs[2 * s];
      Shape size = inputs[2 * s + 1];
      encodings
          .get(s)
          .trace(tracer, new Shape(tokens.get(0), tokens.get(2), size.get(1), size.get(2)));
      norms1.get(s).trace(tracer, tokens);
      attentions.get(s).trace(tracer, tokens, size);
      norms2.get(s).trace(tracer, tokens);
      mlp.trace(tracer, tokens);
      outputs[s] = tokens;
    }
    return outputs;
  }
}
