/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import java.util.List;

/**
 * MViTv2 for image classification: the mean of the last stage's normalised tokens, and a linear
 * layer. Images [B, 3, H, W] to raw logits [B, classes].
 */
public final class MViTv2Classifier extends UnaryBlock {

  /** The number of classes of ImageNet-1k. */
  public static final int IMAGENET_CLASSES = 1000;

  private final Trunk trunk;
  private final LayerNorm norm;
  private final Linear head;
  private final int classes;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture below the head
   * @param classes the number of classes, at least 1
   */
  public MViTv2Classifier(MViTv2Config config, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is at least 1, found " + classes);
    }
    this.classes = classes;
    int width = config.width(MViTv2Config.STAGES - 1);
    trunk = child("", new Trunk(config));
    norm = child("norm", new LayerNorm(width, MultiscaleBlock.EPS));
    head = child("head.projection", new Linear(width, classes));
  }

  /** The number of logits. */
  public int classes() {
    return classes;
  }

  /**
   * The blocks below the head, in the order in which an image meets them.
   *
   * @return the patch embedding, then one entry per stage
   */
  public List<List<TorchBlock>> parts() {
    return trunk.parts();
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    NDArray tokens = norm.forward(pass, trunk.forward(pass, images)); // [B, H, W, C]
    Shape s = tokens.getShape();
    NDArray rows = tokens.reshape(s.get(0), s.get(1) * s.get(2), s.get(3)); // [B, N, C]
    return head.forward(pass, rows.mean(new int[] {1})); // [B, C] -> [B, classes]
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape s = trunk.trace(tracer, images);
    norm.trace(tracer, s);
    tracer.meanPool(new Shape(s.get(0), s.get(3), s.get(1), s.get(2)));
    return head.trace(tracer, new Shape(s.get(0), s.get(3)));
  }
}
