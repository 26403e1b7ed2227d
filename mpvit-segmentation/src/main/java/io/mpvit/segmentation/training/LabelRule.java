/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import io.mpvit.segmentation.LabelMap;

/** What the values of a label map's file stand for. */
public enum LabelRule {
  /** Values are class indices; 255 is ignored. */
  FROM_ZERO {
    @Override
    LabelMap labels(LabelMap stored) {
      return stored;
    }
  },
  /** 0 is unlabelled and ignored, classes begin at 1, as in ADE20K; 255 is ignored too. */
  FROM_ONE {
    @Override
    LabelMap labels(LabelMap stored) {
      return stored.withoutZero();
    }
  };

  /** Class indices from what is stored. */
  abstract LabelMap labels(LabelMap stored);
}
