/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone;

import io.mpvit.nn.UnaryBlock;

/** A backbone with a head for image classification: images [B, 3, H, W] to raw logits [B, K]. */
public abstract class BackboneClassifier extends UnaryBlock {

  /** The number of classes of ImageNet-1k. */
  public static final int IMAGENET_CLASSES = 1000;

  private final int classes;

  /**
   * Keeps the number of classes.
   *
   * @param classes K
   * @throws IllegalArgumentException if it is not positive
   */
  protected BackboneClassifier(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is at least 1, found " + classes);
    }
    this.classes = classes;
  }

  /**
   * The number of logits.
   *
   * @return K
   */
  public final int classes() {
    return classes;
  }

  /**
   * The key of the matrix whose rows are the classes, by which a file shows how many it knows.
   *
   * @return a key of this network's state dict
   */
  public abstract String classWeight();

  /**
   * The network below the head.
   *
   * @return the backbone
   */
  public abstract Backbone backbone();
}
