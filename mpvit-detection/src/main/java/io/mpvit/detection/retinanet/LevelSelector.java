/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.mpvit.detection.anchor.AnchorLevel;
import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;

/** Chooses what one pyramid level of one image contributes to suppression. */
interface LevelSelector {

  /**
   * Chooses and decodes.
   *
   * @param level the level's anchors
   * @param logits [A * K, H, W]
   * @param deltas [A * 4, H, W]
   * @param size the image's size without padding
   * @return boxes with probabilities above the threshold, classes as groups
   */
  Candidates select(AnchorLevel level, NDArray logits, NDArray deltas, ImageSize size);

  /** The engine's own sigmoid, because the strict threshold is defined on its float32 result. */
  static float[] sigmoid(NDArray owner, float[] logits) {
    NDArray values = owner.getManager().create(logits);
    return Activation.sigmoid(values).toFloatArray();
  }
}
