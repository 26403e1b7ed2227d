/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;

/** Boxes are predicted as corrections of references, on the scale of logits. */
final class BoxLogits {
  private static final float EPS = 1e-5f;

  private BoxLogits() {}

  /** The logit of numbers in [0, 1], which are kept 1e-5 away from both ends. */
  static NDArray inverseSigmoid(NDArray x) {
    NDArray inside = x.clip(0, 1);
    return inside.maximum(EPS).log().sub(inside.neg().add(1).maximum(EPS).log());
  }

  /**
   * The box that a correction makes of a reference.
   *
   * @param correction [..., 4], logits
   * @param reference points [..., 2] or boxes [..., 4], in [0, 1]
   * @return [..., 4], centre x, centre y, width, height in [0, 1]
   */
  static NDArray corrected(NDArray correction, NDArray reference) {
    NDArray logits = inverseSigmoid(reference);
    long last = reference.getShape().get(reference.getShape().dimension() - 1);
    if (last == 2) {
      NDArray centre = correction.get("...,0:2").add(logits);
      logits = NDArrays.concat(new NDList(centre, correction.get("...,2:4")), -1);
    } else {
      logits = correction.add(logits);
    }
    return Activation.sigmoid(logits);
  }
}
