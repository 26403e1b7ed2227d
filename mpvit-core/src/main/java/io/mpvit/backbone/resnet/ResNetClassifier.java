/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.TokenOps;

/**
 * ResNet for image classification: the mean of the last map over height and width, and a linear
 * layer under the key {@code fc}. Images [B, 3, H, W] to raw logits [B, classes].
 */
public final class ResNetClassifier extends BackboneClassifier {

  private static final String HEAD = "fc";

  private final ResNet backbone;
  private final Linear head;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the backbone's architecture
   * @param classes the number of classes, at least 1
   * @throws IllegalArgumentException if there is no class
   */
  public ResNetClassifier(ResNetConfig config, int classes) {
    super(classes);
    backbone = child("", new ResNet(config));
    int width = config.outputChannels(ResNetConfig.STAGES - 1);
    head =
        child(
            HEAD,
            new Linear(
                width,
                classes,
                Initializers.torchUniform(width),
                Initializers.torchUniform(width)));
  }

  @Override
  public String classWeight() {
    return HEAD + ".weight";
  }

  @Override
  public ResNet backbone() {
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
