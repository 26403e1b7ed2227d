/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Lets tests of other packages see logits at the size that was looked at. */
public final class LookLogits {

  private LookLogits() {}

  /** All logits of a look, [1, K, H, W]. */
  public static NDArray of(Look look, List<NDArray> maps) {
    LogitRows logits = look.logits(maps);
    return logits.rows(0, logits.size().height()).transpose(2, 0, 1).expandDims(0);
  }
}
