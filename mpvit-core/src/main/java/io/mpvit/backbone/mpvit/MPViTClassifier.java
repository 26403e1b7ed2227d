/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.TokenOps;

/**
 * MPViT for image classification: the mean of the last map over height and width, without a
 * normalisation, and a linear layer. Images [B, 3, H, W] to raw logits [B, classes].
 */
public final class MPViTClassifier extends UnaryBlock {

  /** The number of classes of ImageNet-1k. */
  public static final int IMAGENET_CLASSES = 1000;

  private final MPViT backbone;
  private final Linear head;
  private final int classes;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the backbone's architecture
   * @param classes the number of classes, at least 1
   */
  public MPViTClassifier(MPViTConfig config, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is at least 1, found " + classes);
    }
    this.classes = classes;
    backbone = child("", new MPViT(config));
    Feature last = backbone.features().get(MPViTConfig.STAGES - 1);
    head = child("cls_head.cls", new Linear(last.channels(), classes));
  }

  /** The number of logits. */
  public int classes() {
    return classes;
  }

  /** The network below the classifier's head. */
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
