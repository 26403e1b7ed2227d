/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.PatchSampling;

/**
 * Where deformable patches lie (paper, section 3.2): from predictions [B, h, w, 4] to boxes [B, h *
 * w, 4], x1, y1, x2, y2 from 0 to 1 across the map. Key {@code wh_bias}: what is added to the two
 * predictions of the size.
 */
final class PatchBoxes extends UnaryBlock {

  /** The original's start; its tanh, the half size of a patch in cells, is 0.25. */
  private static final float INITIAL_BIAS = (float) Math.log(Math.sqrt(5.0 / 3));

  private final Parameter bias;

  PatchBoxes() {
    bias = parameter("wh_bias", Parameter.Type.BIAS, new ConstantInitializer(INITIAL_BIAS), 2);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray predictions) {
    return PatchSampling.boxes(predictions, pass.value(bias, predictions), pass.training());
  }

  @Override
  public Shape trace(Tracer tracer, Shape predictions) {
    return new Shape(predictions.get(0), predictions.get(1) * predictions.get(2), 4);
  }
}
