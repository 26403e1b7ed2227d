/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.PatchSampling;
import io.mpvit.ops.TokenOps;

/**
 * Patches that choose their place and size (paper, section 3.2): [B, in, H, W] to [B, width,
 * floor(H / 2), floor(W / 2)]. Each cell predicts a box from its fixed patch; nine points of the
 * box are read from the map, and become a token.
 */
final class DeformablePatches extends UnaryBlock {

  private static final int SIDE = 2;

  /** A constant that the original stores and that nothing reads. */
  private static final Initializer LEVEL_START =
      (manager, shape, type) -> manager.zeros(shape, DataType.INT64);

  private final PatchEmbedding fixed;
  private final OffsetPredictor offsets;
  private final PatchBoxes boxes;
  private final Linear proj;
  private final LayerNorm norm;

  DeformablePatches(int in, int width) {
    buffer("value_level_start_index", Parameter.Type.OTHER, LEVEL_START, 1);
    fixed = child("patch_embed", new PatchEmbedding(in, width, SIDE));
    offsets = child("offset_predictor", new OffsetPredictor(width));
    boxes = child("box_coder", new PatchBoxes());
    proj = child("output_proj", new Linear(PatchSampling.POINTS * in, width));
    norm = child("norm", new LayerNorm(width, PatchEmbedding.EPS));
  }

  /** What cells predict of their patches: [B, in, H, W] to [B, h, w, 4]. */
  NDArray predictions(Pass pass, NDArray map) {
    NDArray cells = fixed.forward(pass, map).transpose(0, 2, 3, 1); // [B, h, w, width]
    return offsets.forward(pass, Activation.gelu(cells));
  }

  /** The patches' boxes: [B, h, w, 4] to [B, h * w, 4]. */
  NDArray boxes(Pass pass, NDArray predictions) {
    return boxes.forward(pass, predictions);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    NDArray predictions = predictions(pass, map);
    NDArray points = PatchSampling.points(boxes(pass, predictions), pass.training());
    NDArray values = PatchSampling.values(map, points, pass.training()); // [B, h * w, 9 * in]
    NDArray tokens = norm.forward(pass, proj.forward(pass, values)); // [B, h * w, width]
    Shape s = predictions.getShape();
    return TokenOps.toMap(tokens, s.get(1), s.get(2));
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    Shape cells = fixed.trace(tracer, map); // [B, width, h, w]
    long batch = map.get(0);
    offsets.trace(tracer, new Shape(batch, cells.get(2), cells.get(3), cells.get(1)));
    long count = cells.get(2) * cells.get(3);
    norm.trace(
        tracer, proj.trace(tracer, new Shape(batch, count, PatchSampling.POINTS * map.get(1))));
    return cells;
  }
}
