/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.BoxCoder;
import java.util.List;
import java.util.Objects;

/**
 * What the region proposal network looks like.
 *
 * @param anchors anchors of the pyramid's levels, which are the features and one coarser;
 *     published: strides 4 to 64, one size per level (32 to 512), three shapes
 * @param coder meaning of the four regression outputs; published: unit weights
 * @param convolutions 3x3 convolutions before the predictors; published: one
 */
public record RpnConfig(AnchorGenerator anchors, BoxCoder coder, int convolutions) {

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if there is no convolution
   */
  public RpnConfig {
    Objects.requireNonNull(anchors, "anchors");
    Objects.requireNonNull(coder, "coder");
    if (convolutions < 1) {
      throw new IllegalArgumentException(
          "region proposals: expected at least one convolution, found " + convolutions);
    }
  }

  /**
   * One convolution, as published.
   *
   * @param anchors anchors of the pyramid's levels
   * @param coder meaning of the four regression outputs
   */
  public RpnConfig(AnchorGenerator anchors, BoxCoder coder) {
    this(anchors, coder, 1);
  }

  /**
   * Returns the same network with another number of convolutions.
   *
   * @param count at least 1
   * @return a changed copy
   */
  public RpnConfig withConvolutions(int count) {
    return new RpnConfig(anchors, coder, count);
  }

  /**
   * Returns the values of the published models.
   *
   * @return pyramid levels p2 to p6 with three anchors per cell
   */
  public static RpnConfig published() {
    return new RpnConfig(
        new AnchorGenerator(
            List.of(4, 8, 16, 32, 64),
            List.of(List.of(32.0), List.of(64.0), List.of(128.0), List.of(256.0), List.of(512.0)),
            List.of(0.5, 1.0, 2.0)),
        BoxCoder.UNIT);
  }

  /**
   * Returns the values of mmdetection's models: the same but for the cut of size deltas from both
   * sides. With one size per level there is no other order of anchors.
   *
   * @return pyramid levels p2 to p6 with three anchors per cell
   */
  public static RpnConfig mmdetection() {
    RpnConfig rpn = published();
    return new RpnConfig(rpn.anchors, rpn.coder.cuttingBelow());
  }
}
