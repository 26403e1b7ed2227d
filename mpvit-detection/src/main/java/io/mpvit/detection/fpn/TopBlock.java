/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import io.mpvit.backbone.Feature;
import io.mpvit.nn.TorchBlock;
import java.util.List;

/**
 * Makes the pyramid's coarsest levels out of one map. Input: that map. Outputs: a map per entry of
 * {@link #features()}.
 */
public abstract class TopBlock extends TorchBlock {

  /** Creates a block without children. */
  protected TopBlock() {}

  /**
   * Names the map that the block reads.
   *
   * @return a feature of the bottom-up network or a level of the pyramid
   */
  public abstract String source();

  /**
   * Describes the levels that the block adds.
   *
   * @return the levels, finest first
   */
  public abstract List<Feature> features();
}
