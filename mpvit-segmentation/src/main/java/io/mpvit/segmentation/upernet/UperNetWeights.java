/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.weights.StateDictKeys;

/** What a checkpoint itself tells about the architecture of the UperNet in it. */
public final class UperNetWeights {

  private static final String BACKBONE = "backbone.";
  private static final String CLASSIFIER = "decode_head.conv_seg.weight";

  private UperNetWeights() {}

  /**
   * A configuration with what a checkpoint shows of the backbone, and its number of classes.
   *
   * @param config the architecture expected
   * @param weights the file
   * @return the same architecture, changed where the file shows other numbers
   */
  public static UperNetConfig adapt(UperNetConfig config, StateDict weights) {
    return config
        .withBackbone(config.backbone().adapt(weights, BACKBONE))
        .withClasses(classes(weights, config.head().classes()));
  }

  /**
   * The number of classes of a checkpoint.
   *
   * @param weights the file
   * @param expected the number to assume where the file shows none
   * @return rows of the decode head's classifier
   */
  public static int classes(StateDict weights, int expected) {
    return StateDictKeys.shape(weights, CLASSIFIER)
        .filter(shape -> shape.length == 4 && shape[0] > 0 && shape[0] <= Integer.MAX_VALUE)
        .map(shape -> (int) shape[0])
        .orElse(expected);
  }
}
