/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.TokenOps;

/**
 * DPT for image classification: a class token goes before the last stage's tokens, and a linear
 * layer reads it, normalised, after the blocks. Images [B, 3, H, W] to raw logits [B, classes].
 */
public final class DptClassifier extends BackboneClassifier {

  private static final int LAST = DptConfig.STAGES - 1;
  private static final float STD = 0.02f;
  private static final String HEAD = "head";

  private final Parameter classToken;
  private final Dpt backbone;
  private final LayerNorm norm;
  private final Linear head;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the backbone's architecture
   * @param classes the number of classes, at least 1
   */
  public DptClassifier(DptConfig config, int classes) {
    super(classes);
    int width = config.widths().get(LAST);
    classToken =
        parameter("cls_token", Parameter.Type.WEIGHT, new NormalInitializer(STD), 1, 1, width);
    backbone = child("", new Dpt(config));
    norm = child("norm", new LayerNorm(width, Block.EPS));
    head = child(HEAD, new Linear(width, classes));
  }

  @Override
  public String classWeight() {
    return HEAD + ".weight";
  }

  @Override
  public Dpt backbone() {
    return backbone;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    NDList maps = backbone.stages(pass, images, LAST);
    NDArray patches = backbone.patches(pass, LAST, maps.get(LAST - 1)); // [B, C, h, w]
    PositionTables positions = backbone.positions();
    NDArray placed = TokenOps.toTokens(patches.add(positions.of(pass, LAST, patches)));
    long batch = placed.getShape().get(0);
    NDArray token = pass.value(classToken, images).add(positions.ofClassToken(pass, images));
    NDArray tokens =
        NDArrays.concat(new NDList(token.repeat(0, batch), placed), 1); // [B, 1 + h * w, C]
    // The last stage's blocks shrink nothing, so they know no places: a map one column wide will
    // do.
    NDArray column = TokenOps.toMap(tokens, tokens.getShape().get(1), 1);
    NDArray attended = TokenOps.toTokens(backbone.blocks(pass, LAST, column));
    return head.forward(pass, norm.forward(pass, attended.get(":, 0")));
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape[] maps = backbone.trace(tracer, images);
    Shape last = maps[LAST];
    Shape token = new Shape(last.get(0), last.get(1));
    return head.trace(tracer, norm.trace(tracer, token));
  }
}
