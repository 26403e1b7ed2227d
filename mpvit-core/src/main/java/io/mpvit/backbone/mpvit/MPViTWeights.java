/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.weights.StateDictKeys;

/**
 * What a checkpoint itself tells about the architecture of the MPViT in it. The published tables
 * and code disagree about the MLP width of the tiny detectors, so the file decides.
 */
final class MPViTWeights {

  private static final String FC1 = "mhca_stages.0.mhca_blks.0.MHCA_layers.0.mlp.fc1.weight";

  private MPViTWeights() {}

  /**
   * A configuration with the MLP width that a checkpoint holds.
   *
   * @param config the architecture expected
   * @param weights the file
   * @param prefix what stands before the backbone's keys
   * @return the same architecture, with the file's MLP ratio where the file shows one
   */
  static MPViTConfig adapt(MPViTConfig config, StateDict weights, String prefix) {
    return StateDictKeys.shape(weights, prefix + FC1)
        .filter(
            shape ->
                shape.length == 2
                    && shape[1] > 0
                    && shape[0] >= shape[1]
                    && shape[0] % shape[1] == 0)
        .map(shape -> config.withMlpRatio(Math.toIntExact(shape[0] / shape[1])))
        .orElse(config);
  }
}
