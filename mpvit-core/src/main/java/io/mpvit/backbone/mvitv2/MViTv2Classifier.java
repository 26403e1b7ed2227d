/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.TokenOps;

/**
 * MViTv2 for image classification: the mean of the last stage's normalised tokens, and a linear
 * layer. Images [B, 3, H, W] to raw logits [B, classes].
 */
public final class MViTv2Classifier extends BackboneClassifier {

  private static final String HEAD = "head.projection";

  private final MViTv2 backbone;
  private final LayerNorm norm;
  private final Linear head;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture below the head, without norms of maps
   * @param classes the number of classes, at least 1
   */
  public MViTv2Classifier(MViTv2Config config, int classes) {
    super(classes);
    backbone = child("", new MViTv2(config));
    Feature last = backbone.features().get(MViTv2Config.STAGES - 1);
    norm = child("norm", new LayerNorm(last.channels(), MultiscaleBlock.EPS));
    head = child(HEAD, new Linear(last.channels(), classes));
  }

  @Override
  public String classWeight() {
    return HEAD + ".weight";
  }

  @Override
  public MViTv2 backbone() {
    return backbone;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    NDList maps = backbone.forward(pass, new NDList(images));
    NDArray tokens = TokenOps.toTokens(maps.get(maps.size() - 1)); // [B, C, H, W] -> [B, N, C]
    NDArray normed = norm.forward(pass, tokens);
    return head.forward(pass, normed.mean(new int[] {1})); // [B, C] -> [B, classes]
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape[] maps = backbone.trace(tracer, images);
    Shape last = maps[maps.length - 1];
    norm.trace(tracer, last);
    tracer.meanPool(last);
    return head.trace(tracer, new Shape(last.get(0), last.get(1)));
  }
}
