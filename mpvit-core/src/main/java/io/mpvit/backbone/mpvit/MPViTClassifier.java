/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.TokenOps;

/**
 * MPViT for image classification: the mean of the last map over height and width, without a
 * normalisation, and a linear layer. Images [B, 3, H, W] to raw logits [B, classes].
 */
public final class MPViTClassifier extends BackboneClassifier {

  private static final String HEAD = "cls_head.cls";

  private final MPViT backbone;
  private final Linear head;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the backbone's architecture
   * @param classes the number of classes, at least 1
   */
  public MPViTClassifier(MPViTConfig config, int classes) {
    super(classes);
    backbone = child("", new MPViT(config));
    Feature last = backbone.features().get(MPViTConfig.STAGES - 1);
    head = child(HEAD, new Linear(last.channels(), classes));
  }

  @Override
  public String classWeight() {
    return HEAD + ".weight";
  }

  @Override
  public MPViT backbone() {
    return backbone;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    NDList maps = backbone.forward(pass, new NDList(images));
    NDArray tokens = TokenOps.toTokens(maps.get(maps.size() - 1)); // [B, C, H, W] -> [B, N, C]
    return head.forward(pass, tokens.mean(new int[] {1})); // [B, C] -> [B, classes]
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape[] maps = backbone.trace(tracer, images);
    Shape last = maps[maps.length - 1];
    tracer.meanPool(last);
    return head.trace(tracer, new Shape(last.get(0), last.get(1)));
  }
}
