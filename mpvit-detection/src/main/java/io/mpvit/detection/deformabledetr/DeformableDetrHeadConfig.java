/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import java.util.List;
import java.util.Objects;

/**
 * What stands on the backbone of a Deformable DETR.
 *
 * @param features names of the backbone features that the queries read, finest first; coarser
 *     levels are made from the last one; published: stage3, stage4, stage5
 * @param classes number of logits per query; there is none for "nothing"; published: 91, COCO's
 *     category ids from 0 to 90, of which 80 are in use
 * @param queries most objects of one picture; published: 300
 * @param variant whether boxes are refined and where queries come from
 * @param transformer encoder and decoder
 */
public record DeformableDetrHeadConfig(
    List<String> features,
    int classes,
    int queries,
    Variant variant,
    TransformerConfig transformer) {

  /** How queries get their boxes (sections 4.2 of the paper); each contains those before it. */
  public enum Variant {
    /** Every decoder layer predicts boxes from the same reference points. */
    PLAIN,
    /** Every decoder layer corrects the boxes of the one before it. */
    REFINEMENT,
    /** The encoder proposes the boxes that the decoder begins with. */
    TWO_STAGE;

    boolean refines() {
      return this != PLAIN;
    }

    boolean proposes() {
      return this == TWO_STAGE;
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive or there are more features than
   *     levels
   */
  public DeformableDetrHeadConfig {
    features = List.copyOf(features);
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(transformer, "transformer");
    if (features.isEmpty() || classes <= 0 || queries <= 0) {
      throw new IllegalArgumentException(
          "Deformable DETR head: features, classes and queries must be positive, found "
              + features
              + ", "
              + classes
              + ", "
              + queries);
    }
    if (features.size() > transformer.levels()) {
      throw new IllegalArgumentException(
          "Deformable DETR head: "
              + features.size()
              + " features for "
              + transformer.levels()
              + " levels");
    }
  }

  /**
   * Returns the head of the published models.
   *
   * @param features names of the backbone features that the transformer sees, finest first
   * @return four levels, 300 queries, no refinement
   */
  public static DeformableDetrHeadConfig published(List<String> features) {
    return new DeformableDetrHeadConfig(
        features, 91, 300, Variant.PLAIN, TransformerConfig.published());
  }

  /**
   * Returns the same head for another number of classes.
   *
   * @param count number of logits
   * @return a changed copy
   */
  public DeformableDetrHeadConfig withClasses(int count) {
    return new DeformableDetrHeadConfig(features, count, queries, variant, transformer);
  }

  /**
   * Returns the same head for another number of objects.
   *
   * @param count most objects of one picture
   * @return a changed copy
   */
  public DeformableDetrHeadConfig withQueries(int count) {
    return new DeformableDetrHeadConfig(features, classes, count, variant, transformer);
  }

  /**
   * Returns the same head in another variant.
   *
   * @param value the variant
   * @return a changed copy
   */
  public DeformableDetrHeadConfig withVariant(Variant value) {
    return new DeformableDetrHeadConfig(features, classes, queries, value, transformer);
  }

  /**
   * Returns the same head with another transformer.
   *
   * @param value encoder and decoder
   * @return a changed copy
   */
  public DeformableDetrHeadConfig withTransformer(TransformerConfig value) {
    return new DeformableDetrHeadConfig(features, classes, queries, variant, value);
  }
}
