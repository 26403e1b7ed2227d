/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import java.util.List;
import java.util.Objects;

/**
 * What happens to a picture before a segmenter sees it. Nothing is padded, so pictures of different
 * sizes do not share an array.
 *
 * @param resize the size rule
 * @param normalization from 8-bit pixels to the network's input
 */
public record SegmentationTransform(KeepRatioResize resize, Normalization normalization) {

  /** Checks that nothing is missing. */
  public SegmentationTransform {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(normalization, "normalization");
  }

  /**
   * Returns the transform of the models published for ADE20K: at most 2048 x 512 pixels, ImageNet's
   * mean and deviation on the 0..255 scale.
   *
   * @return the published transform
   */
  public static SegmentationTransform published() {
    return new SegmentationTransform(KeepRatioResize.ADE20K, Normalization.DETECTRON2);
  }

  /**
   * Resizes a picture.
   *
   * @param picture a picture of any size
   * @param ratio multiple of the rule's limits
   * @return the picture as a network sees it
   */
  public RgbImage resized(RgbImage picture, double ratio) {
    return resize.times(ratio).apply(picture);
  }

  /**
   * Normalises a resized picture.
   *
   * @param picture at network size
   * @param manager owns the result
   * @return [1, 3, height, width]
   */
  public NDArray input(RgbImage picture, NDManager manager) {
    return normalization.toBatch(List.of(picture), picture.size(), manager);
  }
}
