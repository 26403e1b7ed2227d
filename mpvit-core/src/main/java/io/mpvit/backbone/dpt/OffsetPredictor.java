/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.Precision;
import io.mpvit.ops.TokenOps;

/**
 * A linear layer without bias, [..., width] to [..., 4]: how far a patch moves, and its size.
 * Places are always computed in float32. A fresh network's patches do not move. Key {@code weight}.
 */
final class OffsetPredictor extends UnaryBlock {

  private static final int NUMBERS = 4;

  private final Parameter weight;

  OffsetPredictor(int width) {
    weight = parameter("weight", Parameter.Type.WEIGHT, Initializer.ZEROS, NUMBERS, width);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    return TokenOps.linear(x, pass.value(weight, x), null, Precision.FLOAT32, pass.training());
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    Shape out = x.slice(0, x.dimension() - 1).add(NUMBERS);
    tracer.linear(weight.getShape(), out);
    return out;
  }
}
