/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.BoxCoder;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the pyramid and the head of a RetinaNet look like, whatever backbone is below.
 *
 * @param features names of the backbone features that enter the pyramid, finest first; published:
 *     three, of strides 8, 16 and 32
 * @param classes number of object classes; published: 80
 * @param channels width of the pyramid and of the head's towers; published: 256
 * @param towerDepth 3x3 convolutions before each of the two predictors; published: 4
 * @param anchors anchors of the pyramid's levels, which are the features and two coarser ones
 * @param coder meaning of the four regression outputs; published: unit weights
 * @param rectifiedP6 whether the coarsest level is made of the rectified one below it; published by
 *     detectron2: true, by mmdetection: false
 */
public record RetinaNetHeadConfig(
    List<String> features,
    int classes,
    int channels,
    int towerDepth,
    AnchorGenerator anchors,
    BoxCoder coder,
    boolean rectifiedP6) {

  /**
   * A head on detectron2's pyramid, whose coarsest level is made of the rectified one below it.
   *
   * @param features names of the backbone features that enter the pyramid, finest first
   * @param classes number of object classes
   * @param channels width of the pyramid and of the head's towers
   * @param towerDepth 3x3 convolutions before each of the two predictors
   * @param anchors anchors of the pyramid's levels
   * @param coder meaning of the four regression outputs
   */
  public RetinaNetHeadConfig(
      List<String> features,
      int classes,
      int channels,
      int towerDepth,
      AnchorGenerator anchors,
      BoxCoder coder) {
    this(features, classes, channels, towerDepth, anchors, coder, true);
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive or the anchors have another number
   *     of levels than the pyramid
   */
  public RetinaNetHeadConfig {
    features = List.copyOf(features);
    Objects.requireNonNull(anchors, "anchors");
    Objects.requireNonNull(coder, "coder");
    if (features.isEmpty() || classes <= 0 || channels <= 0 || towerDepth <= 0) {
      throw new IllegalArgumentException(
          "RetinaNet head: features, classes, channels and towerDepth must be positive, found "
              + features
              + ", "
              + classes
              + ", "
              + channels
              + ", "
              + towerDepth);
    }
    if (anchors.levels() != features.size() + 2) {
      throw new IllegalArgumentException(
          "RetinaNet head: expected anchors for "
              + (features.size() + 2)
              + " levels, found "
              + anchors.levels());
    }
  }

  /**
   * Returns the head of the published models: pyramid levels p3 to p7 of strides 8 to 128 with nine
   * anchors per cell, three sizes (a third of an octave apart) times three shapes.
   *
   * @param features names of the backbone features that enter the pyramid, of strides 8, 16 and 32
   * @return the published head
   */
  public static RetinaNetHeadConfig published(List<String> features) {
    List<List<Double>> sizes =
        Stream.of(32.0, 64.0, 128.0, 256.0, 512.0)
            .map(base -> List.of(base, base * Math.pow(2, 1.0 / 3), base * Math.pow(2, 2.0 / 3)))
            .toList();
    return new RetinaNetHeadConfig(
        features,
        80,
        256,
        4,
        new AnchorGenerator(List.of(8, 16, 32, 64, 128), sizes, List.of(0.5, 1.0, 2.0)),
        BoxCoder.UNIT);
  }

  /**
   * Returns the head of mmdetection's models: the same but for the order of the anchors in a cell,
   * the cut of size deltas from both sides, and a coarsest level without ReLU before it.
   *
   * @param features names of the backbone features that enter the pyramid, of strides 8, 16 and 32
   * @return the published head
   */
  public static RetinaNetHeadConfig mmdetection(List<String> features) {
    RetinaNetHeadConfig head = published(features);
    return new RetinaNetHeadConfig(
        features,
        head.classes,
        head.channels,
        head.towerDepth,
        head.anchors.withOrder(AnchorGenerator.Order.BY_RATIO),
        head.coder.cuttingBelow(),
        false);
  }

  /**
   * Returns the same head for another number of classes.
   *
   * @param count number of object classes
   * @return a changed copy
   */
  public RetinaNetHeadConfig withClasses(int count) {
    return new RetinaNetHeadConfig(
        features, count, channels, towerDepth, anchors, coder, rectifiedP6);
  }
}
