/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone;

import io.mpvit.nn.ClassRows;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.UnaryBlock;
import java.util.Map;

/** A backbone with a head for image classification: images [B, 3, H, W] to raw logits [B, K]. */
public abstract class BackboneClassifier extends UnaryBlock implements PerClass {

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

  /** The rows of the last layer, and its biases. */
  @Override
  public Map<String, ClassRows> classRows() {
    String weight = classWeight();
    String bias = weight.substring(0, weight.length() - "weight".length()) + "bias";
    return Map.of(weight, ClassRows.ONE_EACH, bias, ClassRows.ONE_EACH);
  }
}
