/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the pyramid and the heads of a Mask R-CNN or a Faster R-CNN look like, whatever backbone is
 * below.
 *
 * @param features names of the backbone features that enter the pyramid, finest first; published:
 *     four, of strides 4, 8, 16 and 32
 * @param classes number of object classes, without the background; published: 80
 * @param channels width of the pyramid; published: 256
 * @param rpn the region proposal network
 * @param levels which level a region is pooled from
 * @param box the box stages
 * @param mask the mask head; empty for Faster R-CNN, which finds boxes only
 */
public record MaskRcnnHeadConfig(
    List<String> features,
    int classes,
    int channels,
    RpnConfig rpn,
    LevelRule levels,
    BoxHeadConfig box,
    Optional<MaskHeadConfig> mask) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive or the anchors have another number
   *     of levels than the pyramid
   */
  public MaskRcnnHeadConfig {
    features = List.copyOf(features);
    Objects.requireNonNull(rpn, "rpn");
    Objects.requireNonNull(levels, "levels");
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(mask, "mask");
    if (features.isEmpty() || classes <= 0 || channels <= 0) {
      throw new IllegalArgumentException(
          "Mask R-CNN head: features, classes and channels must be positive, found "
              + features
              + ", "
              + classes
              + ", "
              + channels);
    }
    if (rpn.anchors().levels() != features.size() + 1) {
      throw new IllegalArgumentException(
          "Mask R-CNN head: expected anchors for "
              + (features.size() + 1)
              + " levels, found "
              + rpn.anchors().levels());
    }
  }

  /**
   * Returns the heads of the published models.
   *
   * @param features names of the backbone features that enter the pyramid, of strides 4, 8, 16, 32
   * @param box one box stage or a cascade
   * @return the published heads
   */
  public static MaskRcnnHeadConfig published(List<String> features, BoxHeadConfig box) {
    return published(features, RpnConfig.published(), box, MaskHeadConfig.published());
  }

  /**
   * Returns the heads of the published models with layers of their own.
   *
   * @param features names of the backbone features that enter the pyramid, of strides 4, 8, 16, 32
   * @param rpn the region proposal network
   * @param box one box stage or a cascade
   * @param mask the mask head
   * @return heads for 80 classes on a pyramid of 256 channels
   */
  public static MaskRcnnHeadConfig published(
      List<String> features, RpnConfig rpn, BoxHeadConfig box, MaskHeadConfig mask) {
    return new MaskRcnnHeadConfig(
        features, 80, 256, rpn, LevelRule.published(), box, Optional.of(mask));
  }

  /**
   * Returns the heads of mmdetection's Mask R-CNN: the same but for the cut of size deltas from
   * both sides and the rule of levels.
   *
   * @param features names of the backbone features that enter the pyramid, of strides 4, 8, 16, 32
   * @return the published heads
   */
  public static MaskRcnnHeadConfig mmdetection(List<String> features) {
    return new MaskRcnnHeadConfig(
        features,
        80,
        256,
        RpnConfig.mmdetection(),
        LevelRule.mmdetection(),
        BoxHeadConfig.mmdetection(),
        Optional.of(MaskHeadConfig.published()));
  }

  /**
   * Returns the same heads for another number of classes.
   *
   * @param count number of object classes
   * @return a changed copy
   */
  public MaskRcnnHeadConfig withClasses(int count) {
    return new MaskRcnnHeadConfig(features, count, channels, rpn, levels, box, mask);
  }

  /**
   * Returns the same heads without the one for masks: those of a Faster R-CNN.
   *
   * @return a changed copy
   */
  public MaskRcnnHeadConfig withoutMasks() {
    return new MaskRcnnHeadConfig(features, classes, channels, rpn, levels, box, Optional.empty());
  }
}
