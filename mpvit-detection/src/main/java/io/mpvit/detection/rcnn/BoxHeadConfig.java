/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.box.BoxCoder;
import java.util.List;

/**
 * What the box stages look like: one in Mask R-CNN, several in a cascade.
 *
 * @param side cells of a pooled region in both directions; published: 7
 * @param convolutions 3x3 convolutions with batch normalisation before the hidden layers, as wide
 *     as the pyramid; published: none
 * @param layers hidden layers, at least one; published: 2
 * @param hidden width of the hidden layers; published: 1024
 * @param classAgnostic whether a region gets one box for all classes, as a cascade needs it, or one
 *     per class; published: true for cascades only
 * @param coders meaning of the four regression outputs, one per stage; published: weights 10, 10,
 *     5, 5, and for the second and third stage twice and three times that
 */
public record BoxHeadConfig(
    int side,
    int convolutions,
    int layers,
    int hidden,
    boolean classAgnostic,
    List<BoxCoder> coders) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive, there is no stage, or several
   *     stages with boxes per class
   */
  public BoxHeadConfig {
    coders = List.copyOf(coders);
    if (side <= 0 || hidden <= 0 || coders.isEmpty()) {
      throw new IllegalArgumentException(
          "box head: side, hidden and the number of stages must be positive, found "
              + side
              + ", "
              + hidden
              + " and "
              + coders.size());
    }
    if (convolutions < 0 || layers < 1) {
      throw new IllegalArgumentException(
          "box head: expected 0 or more convolutions and at least one hidden layer, found "
              + convolutions
              + " and "
              + layers);
    }
    if (coders.size() > 1 && !classAgnostic) {
      throw new IllegalArgumentException(
          "box head: each stage of a cascade needs one box per region for the next, so its boxes"
              + " must be class-agnostic");
    }
  }

  /**
   * Two hidden layers without convolutions, as published.
   *
   * @param side cells of a pooled region in both directions
   * @param hidden width of the hidden layers
   * @param classAgnostic whether a region gets one box for all classes
   * @param coders meaning of the four regression outputs, one per stage
   */
  public BoxHeadConfig(int side, int hidden, boolean classAgnostic, List<BoxCoder> coders) {
    this(side, 0, 2, hidden, classAgnostic, coders);
  }

  /**
   * Returns the head of the published Mask R-CNN.
   *
   * @return one stage
   */
  public static BoxHeadConfig single() {
    return new BoxHeadConfig(7, 1024, false, List.of(new BoxCoder(10, 10, 5, 5)));
  }

  /**
   * Returns the head of mmdetection's Mask R-CNN, whose size deltas are cut from both sides.
   *
   * @return one stage
   */
  public static BoxHeadConfig mmdetection() {
    return new BoxHeadConfig(7, 1024, false, List.of(new BoxCoder(10, 10, 5, 5).cuttingBelow()));
  }

  /**
   * Returns the head of the published Cascade Mask R-CNN.
   *
   * @return three stages
   */
  public static BoxHeadConfig cascade() {
    return new BoxHeadConfig(
        7,
        1024,
        true,
        List.of(
            new BoxCoder(10, 10, 5, 5),
            new BoxCoder(20, 20, 10, 10),
            new BoxCoder(30, 30, 15, 15)));
  }

  /**
   * Returns the same stages with other layers.
   *
   * @param count 3x3 convolutions with batch normalisation
   * @param hiddenLayers linear layers after them
   * @return a changed copy
   */
  public BoxHeadConfig withLayers(int count, int hiddenLayers) {
    return new BoxHeadConfig(side, count, hiddenLayers, hidden, classAgnostic, coders);
  }

  /**
   * Returns the number of stages.
   *
   * @return 1 unless it is a cascade
   */
  public int stages() {
    return coders.size();
  }
}
