/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;

/**
 * Boxes as networks of the DETR family predict them: centre x, centre y, width and height relative
 * to the picture, each the sigmoid of a logit.
 */
public final class RelativeBoxes {

  private RelativeBoxes() {}

  /**
   * The logit of numbers, which are kept 1e-5 away from 0 and 1.
   *
   * @param x any shape, in [0, 1]
   * @param training whether gradients flow through
   * @return the same shape
   */
  public static NDArray inverseSigmoid(NDArray x, boolean training) {
    return training
        ? Kernels.differentiate("inverse_sigmoid", x)
        : Kernels.call("inverse_sigmoid", x);
  }

  /**
   * The boxes that corrections make of references.
   *
   * @param correction [..., 4], added to the references' logits
   * @param reference boxes [..., 4], or points [..., 2], which have no size of their own
   * @param training whether gradients flow through
   * @return [..., 4], in [0, 1]
   */
  public static NDArray corrected(NDArray correction, NDArray reference, boolean training) {
    return training
        ? Kernels.differentiate("corrected_boxes", correction, reference)
        : Kernels.call("corrected_boxes", correction, reference);
  }
}
